-- What is added up of time, kept as it changes, so that nobody who looks has to read all of it (docs/adr/0012). Every statement that changes
-- time adds rows here in its own transaction; nobody waits for anybody, because nothing is updated. A sum over the rows is the truth at
-- any moment; folding only makes them fewer.

create table tally (
  id           bigint generated always as identity primary key,
  thread_id    text not null, -- empty: time that no engagement has
  currency     char(3),
  folded       boolean not null default false,
  entries      bigint not null default 0,
  approved     bigint not null default 0,
  invoiced     bigint not null default 0,
  unbilled     bigint not null default 0,
  held         bigint not null default 0,
  written_off  bigint not null default 0,
  covered      bigint not null default 0,
  non_billable bigint not null default 0,
  unbilled_at_rate numeric not null default 0, -- minutes times the rate of an hour: exact
  held_at_rate     numeric not null default 0
);
create index tally_thread on tally (thread_id);
create index tally_unfolded on tally (thread_id) where not folded;

-- Entries as they came to stand, less as they stood before; what a cap swallowed of an entry follows it.
create function tally_time() returns trigger language plpgsql as $$
declare
  side record;
begin
  for side in select * from (values ('entered', 1, tg_op <> 'DELETE'), ('gone', -1, tg_op <> 'INSERT')) s (rows, sign, given) where given loop
    execute format(
      $sums$insert into tally (thread_id, currency, entries, approved, unbilled, held, written_off, covered, non_billable, unbilled_at_rate, held_at_rate)
        select coalesce(thread_id, ''), currency,
               %2$s * count(*),
               %2$s * coalesce(sum(e.minutes) filter (where state <> 'reopened'), 0),
               %2$s * coalesce(sum(e.minutes - coalesce(c.minutes, 0)) filter (where state = 'billable'), 0),
               %2$s * coalesce(sum(e.minutes) filter (where state = 'held'), 0),
               %2$s * coalesce(sum(e.minutes) filter (where state = 'written-off'), 0),
               %2$s * coalesce(sum(case state when 'covered' then e.minutes when 'billable' then coalesce(c.minutes, 0) end), 0),
               %2$s * coalesce(sum(e.minutes) filter (where state = 'non-billable'), 0),
               %2$s * coalesce(sum((e.minutes - coalesce(c.minutes, 0)) * rate) filter (where state = 'billable'), 0),
               %2$s * coalesce(sum(e.minutes * rate) filter (where state = 'held'), 0)
        from %1$I e left join cap_coverage c using (source, entry_id, version)
        where current group by 1, 2$sums$, side.rows, side.sign);
  end loop;
  return null;
end $$;
create trigger time_entry_tally_in after insert on time_entry referencing new table as entered for each statement execute function tally_time();
create trigger time_entry_tally_change after update on time_entry referencing new table as entered old table as gone for each statement execute function tally_time();
create trigger time_entry_tally_out after delete on time_entry referencing old table as gone for each statement execute function tally_time();

-- Minutes on a document are no longer open, whatever became of their entry.
create function tally_allocation() returns trigger language plpgsql as $$
begin
  insert into tally (thread_id, currency, invoiced, unbilled, unbilled_at_rate)
    select coalesce(e.thread_id, ''), e.currency, sum(a.minutes), -sum(a.minutes), -coalesce(sum(a.minutes * e.rate), 0)
    from entered a join time_entry e using (source, entry_id, version) group by 1, 2;
  return null;
end $$;
create trigger allocation_tally after insert on allocation referencing new table as entered for each statement execute function tally_allocation();

create function tally_coverage() returns trigger language plpgsql as $$
begin
  insert into tally (thread_id, currency, covered, unbilled, unbilled_at_rate)
    select coalesce(e.thread_id, ''), e.currency, sum(c.minutes), -sum(c.minutes), -coalesce(sum(c.minutes * e.rate), 0)
    from entered c join time_entry e using (source, entry_id, version) where e.current and e.state = 'billable' group by 1, 2;
  return null;
end $$;
create trigger cap_coverage_tally after insert on cap_coverage referencing new table as entered for each statement execute function tally_coverage();

-- The same sums counted from the rows themselves: the tally at its beginning, and what it is proved by.
create view tally_counted as
  select coalesce(e.thread_id, '') as thread_id, e.currency,
         count(*) filter (where e.current) as entries,
         coalesce(sum(e.minutes) filter (where e.current and e.state <> 'reopened'), 0) as approved,
         coalesce(sum(a.minutes), 0) as invoiced,
         coalesce(sum(e.minutes - coalesce(c.minutes, 0)) filter (where e.current and e.state = 'billable'), 0) - coalesce(sum(a.minutes), 0) as unbilled,
         coalesce(sum(e.minutes) filter (where e.current and e.state = 'held'), 0) as held,
         coalesce(sum(e.minutes) filter (where e.current and e.state = 'written-off'), 0) as written_off,
         coalesce(sum(case e.state when 'covered' then e.minutes when 'billable' then coalesce(c.minutes, 0) end) filter (where e.current), 0) as covered,
         coalesce(sum(e.minutes) filter (where e.current and e.state = 'non-billable'), 0) as non_billable,
         coalesce(sum((e.minutes - coalesce(c.minutes, 0)) * e.rate) filter (where e.current and e.state = 'billable'), 0) - coalesce(sum(a.minutes * e.rate), 0) as unbilled_at_rate,
         coalesce(sum(e.minutes * e.rate) filter (where e.current and e.state = 'held'), 0) as held_at_rate
  from time_entry e
    left join (select source, entry_id, version, sum(minutes) as minutes from allocation group by 1, 2, 3) a using (source, entry_id, version)
    left join cap_coverage c using (source, entry_id, version)
  group by 1, 2;

insert into tally (thread_id, currency, folded, entries, approved, invoiced, unbilled, held, written_off, covered, non_billable, unbilled_at_rate, held_at_rate)
  select thread_id, currency, true, entries, approved, invoiced, unbilled, held, written_off, covered, non_billable, unbilled_at_rate, held_at_rate from tally_counted;

-- What the thread and the overview ask for, without reading past it.
create index billing_event_thread on billing_event (thread_id);
create index engagement_won on engagement (won_at desc, thread_id desc);
create index engagement_value on engagement (state, currency) include (thread_id, value);
create index document_amounts on document (state, currency) include (thread_id, net, paid);
