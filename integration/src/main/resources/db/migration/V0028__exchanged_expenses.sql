-- What was spent in another currency than the contract's, exchanged by a kept rate: the sum is billed and booked in the contract's currency, and the rate stays what it was.

alter table expense
  add billable     boolean not null default true, -- as the source says; what is held keeps it
  add exchanged    numeric(20, 6),                 -- what was spent, in the contract's currency
  add exchanged_to char(3),
  add rate         numeric,                        -- one unit of rate_from is worth so much of the other currency
  add rate_from    char(3),
  add rate_on      date,
  add rate_source  text,
  add check (num_nulls(exchanged, exchanged_to, rate, rate_from, rate_on, rate_source) in (0, 6)),
  add check (exchanged_to <> currency and rate_from in (exchanged_to, currency));
update expense set billable = false where state = 'non-billable';
alter table time_entry add billable boolean not null default true;

create index fact_rate on fact ((body ->> 'from'), (body ->> 'to')) where kind = 'fx-rate';
create index expense_without_rate on expense (currency) where state = 'held' and hold_code = 'NO_EXCHANGE_RATE';

-- What was spent counts in the currency it was spent in, what it is billed for in the contract's.
create or replace function tally_expense() returns trigger language plpgsql as $$
declare
  side record;
begin
  for side in select * from (values ('entered', 1, tg_op <> 'DELETE'), ('gone', -1, tg_op <> 'INSERT')) s (rows, sign, given) where given loop
    execute format(
      $sums$insert into expense_tally (thread_id, currency, incurred_on, entries, approved, unbilled, held, non_billable, to_bill, held_worth)
        select coalesce(thread_id, ''), k.currency, incurred_on,
               %2$s * count(*) filter (where spent),
               %2$s * coalesce(sum(amount) filter (where spent and state <> 'reopened'), 0),
               %2$s * coalesce(sum(amount - beyond) filter (where spent and state = 'billable'), 0),
               %2$s * coalesce(sum(case state when 'held' then amount when 'billable' then beyond end) filter (where spent), 0),
               %2$s * coalesce(sum(amount) filter (where spent and state = 'non-billable'), 0),
               %2$s * coalesce(sum(worth - worth_beyond) filter (where not spent and state = 'billable'), 0),
               %2$s * coalesce(sum(case when spent and state = 'held' then amount when not spent and state = 'billable' then worth_beyond end), 0)
        from %1$I e, lateral (values (e.currency, true), (coalesce(e.exchanged_to, e.currency), false)) k (currency, spent)
        where current group by 1, 2, 3$sums$, side.rows, side.sign);
  end loop;
  return null;
end $$;

create or replace function tally_expense_allocation() returns trigger language plpgsql as $$
begin
  insert into expense_tally (thread_id, currency, incurred_on, billed, unbilled, to_bill)
    select coalesce(e.thread_id, ''), k.currency, e.incurred_on, coalesce(sum(a.spent) filter (where k.spent), 0), -coalesce(sum(a.spent) filter (where k.spent), 0), -coalesce(sum(a.amount) filter (where not k.spent), 0)
    from entered a join expense e using (source, expense_id, version), lateral (values (e.currency, true), (coalesce(e.exchanged_to, e.currency), false)) k (currency, spent) group by 1, 2, 3;
  return null;
end $$;

create or replace view expense_tally_counted as
  select coalesce(e.thread_id, '') as thread_id, k.currency, e.incurred_on,
         count(*) filter (where e.current and k.spent) as entries,
         coalesce(sum(e.amount) filter (where k.spent and e.current and e.state <> 'reopened'), 0) as approved,
         coalesce(sum(a.spent) filter (where k.spent), 0) as billed,
         coalesce(sum(e.amount - e.beyond) filter (where k.spent and e.current and e.state = 'billable'), 0) - coalesce(sum(a.spent) filter (where k.spent), 0) as unbilled,
         coalesce(sum(case e.state when 'held' then e.amount when 'billable' then e.beyond end) filter (where k.spent and e.current), 0) as held,
         coalesce(sum(e.amount) filter (where k.spent and e.current and e.state = 'non-billable'), 0) as non_billable,
         coalesce(sum(e.worth - e.worth_beyond) filter (where not k.spent and e.current and e.state = 'billable'), 0) - coalesce(sum(a.amount) filter (where not k.spent), 0) as to_bill,
         coalesce(sum(case when k.spent and e.state = 'held' then e.amount when not k.spent and e.state = 'billable' then e.worth_beyond end) filter (where e.current), 0) as held_worth
  from expense e
    left join (select source, expense_id, version, sum(spent) as spent, sum(amount) as amount from expense_allocation group by 1, 2, 3) a using (source, expense_id, version),
    lateral (values (e.currency, true), (coalesce(e.exchanged_to, e.currency), false)) k (currency, spent)
  group by 1, 2, 3;
