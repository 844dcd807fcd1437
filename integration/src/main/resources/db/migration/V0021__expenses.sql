-- What was spent for clients. An expense is kept in every version that was approved; what of it is billed is derived from allocations.

create table expense (
  source            text not null,
  expense_id        text not null,
  version           text collate "C" not null,
  sha256            text not null,
  current           boolean not null,
  thread_id         text,
  line_id           text,
  project_id        text,
  task_id           text,
  person_id         text,
  category          text,
  receipt_reference text,
  incurred_on       date not null,
  amount            numeric(20, 6) not null check (amount > 0),
  currency          char(3) not null,
  state             text not null check (state in ('billable', 'non-billable', 'held', 'reopened')),
  worth             numeric(20, 6),                                     -- what it is billed for: amount and markup
  beyond            numeric(20, 6) not null default 0 check (beyond between 0 and amount), -- the part for which a cap has no room
  worth_beyond      numeric(20, 6) not null default 0,                  -- and what that part would be billed for
  hold_code         text,
  hold_reason       text,
  evidence_id       bigint,
  received_at       timestamptz not null,
  primary key (source, expense_id, version),
  check (state <> 'billable' or (thread_id is not null and line_id is not null and worth is not null))
);
create unique index expense_current on expense (source, expense_id) where current;
create index expense_thread on expense (thread_id, incurred_on);
create index expense_held on expense (project_id) where state = 'held';
create index expense_evidence on expense (evidence_id);

-- Which part of an expense a document's line bills: of what was spent, and for which amount; less than nothing where a credit gives it back.
create table expense_allocation (
  id          bigint generated always as identity primary key,
  document_id text not null,
  line_no     int not null,
  thread_id   text not null,
  source      text not null,
  expense_id  text not null,
  version     text collate "C" not null,
  spent       numeric(20, 6) not null,
  amount      numeric(20, 6) not null check (amount <> 0),
  at          timestamptz not null,
  foreign key (document_id, line_no) references document_line,
  foreign key (source, expense_id, version) references expense
);
create index expense_allocation_expense on expense_allocation (source, expense_id, version);
create index expense_allocation_thread on expense_allocation (thread_id);
create index expense_allocation_document on expense_allocation (document_id, line_no);
create trigger expense_allocation_insert_only before update or delete on expense_allocation for each row execute function refuse_change();

alter table document drop constraint document_origin_check;
alter table document add constraint document_origin_check check (origin in ('time', 'milestone', 'expense'));

-- The sums, kept as those of time are (docs/adr/0012); by day as long as something of that day is open.
create table expense_tally (
  id           bigint generated always as identity primary key,
  thread_id    text not null, -- empty: what no engagement has
  currency     char(3) not null,
  incurred_on  date,
  folded       boolean not null default false,
  entries      bigint not null default 0,
  approved     numeric not null default 0,
  billed       numeric not null default 0,
  unbilled     numeric not null default 0,
  held         numeric not null default 0,
  non_billable numeric not null default 0,
  to_bill      numeric not null default 0, -- what is unbilled, with its markup
  held_worth   numeric not null default 0
);
create index expense_tally_thread on expense_tally (thread_id);
create index expense_tally_unfolded on expense_tally (thread_id) where not folded;
create index expense_tally_open on expense_tally (incurred_on) where incurred_on is not null;

create function tally_expense() returns trigger language plpgsql as $$
declare
  side record;
begin
  for side in select * from (values ('entered', 1, tg_op <> 'DELETE'), ('gone', -1, tg_op <> 'INSERT')) s (rows, sign, given) where given loop
    execute format(
      $sums$insert into expense_tally (thread_id, currency, incurred_on, entries, approved, unbilled, held, non_billable, to_bill, held_worth)
        select coalesce(thread_id, ''), currency, incurred_on,
               %2$s * count(*),
               %2$s * coalesce(sum(amount) filter (where state <> 'reopened'), 0),
               %2$s * coalesce(sum(amount - beyond) filter (where state = 'billable'), 0),
               %2$s * coalesce(sum(case state when 'held' then amount when 'billable' then beyond end), 0),
               %2$s * coalesce(sum(amount) filter (where state = 'non-billable'), 0),
               %2$s * coalesce(sum(worth - worth_beyond) filter (where state = 'billable'), 0),
               %2$s * coalesce(sum(case state when 'held' then amount when 'billable' then worth_beyond end), 0)
        from %1$I where current group by 1, 2, 3$sums$, side.rows, side.sign);
  end loop;
  return null;
end $$;
create trigger expense_tally_in after insert on expense referencing new table as entered for each statement execute function tally_expense();
create trigger expense_tally_change after update on expense referencing new table as entered old table as gone for each statement execute function tally_expense();
create trigger expense_tally_out after delete on expense referencing old table as gone for each statement execute function tally_expense();

create function tally_expense_allocation() returns trigger language plpgsql as $$
begin
  insert into expense_tally (thread_id, currency, incurred_on, billed, unbilled, to_bill)
    select coalesce(e.thread_id, ''), e.currency, e.incurred_on, sum(a.spent), -sum(a.spent), -sum(a.amount)
    from entered a join expense e using (source, expense_id, version) group by 1, 2, 3;
  return null;
end $$;
create trigger expense_allocation_tally after insert on expense_allocation referencing new table as entered for each statement execute function tally_expense_allocation();

-- The same sums counted from the rows themselves: what the tally is proved by.
create view expense_tally_counted as
  select coalesce(e.thread_id, '') as thread_id, e.currency, e.incurred_on,
         count(*) filter (where e.current) as entries,
         coalesce(sum(e.amount) filter (where e.current and e.state <> 'reopened'), 0) as approved,
         coalesce(sum(a.spent), 0) as billed,
         coalesce(sum(e.amount - e.beyond) filter (where e.current and e.state = 'billable'), 0) - coalesce(sum(a.spent), 0) as unbilled,
         coalesce(sum(case e.state when 'held' then e.amount when 'billable' then e.beyond end) filter (where e.current), 0) as held,
         coalesce(sum(e.amount) filter (where e.current and e.state = 'non-billable'), 0) as non_billable,
         coalesce(sum(e.worth - e.worth_beyond) filter (where e.current and e.state = 'billable'), 0) - coalesce(sum(a.amount), 0) as to_bill,
         coalesce(sum(case e.state when 'held' then e.amount when 'billable' then e.worth_beyond end) filter (where e.current), 0) as held_worth
  from expense e
    left join (select source, expense_id, version, sum(spent) as spent, sum(amount) as amount from expense_allocation group by 1, 2, 3) a using (source, expense_id, version)
  group by 1, 2, 3;
