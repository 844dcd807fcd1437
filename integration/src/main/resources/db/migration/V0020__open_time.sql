-- Open time by the day of its work, kept as the tally is (docs/adr/0012): how old it is, is asked of it, and nobody reads entries that were billed long ago.

create table open_time (
  id        bigint generated always as identity primary key,
  thread_id text not null,
  currency  char(3),
  work_date date not null,
  folded    boolean not null default false,
  minutes   bigint not null,
  at_rate   numeric not null -- minutes times the rate of an hour: exact
);
create index open_time_thread on open_time (thread_id);
create index open_time_unfolded on open_time (thread_id) where not folded;

-- What an entry has open; what a superseded version was invoiced for counts against it.
create view open_time_counted as
  select thread_id, currency, work_date, sum(minutes) as minutes, coalesce(sum(minutes * rate), 0) as at_rate from (
    select e.thread_id, e.currency, e.work_date, e.rate, (case when e.current and e.state = 'billable' then e.minutes - coalesce(c.minutes, 0) else 0 end) - coalesce(a.minutes, 0) as minutes
    from time_entry e
      left join (select source, entry_id, version, sum(minutes) as minutes from allocation group by 1, 2, 3) a using (source, entry_id, version)
      left join cap_coverage c using (source, entry_id, version)
    where e.thread_id is not null) open
  where minutes <> 0 group by 1, 2, 3;

insert into open_time (thread_id, currency, work_date, folded, minutes, at_rate) select thread_id, currency, work_date, true, minutes, at_rate from open_time_counted;

create or replace function tally_time() returns trigger language plpgsql as $$
declare
  side record;
begin
  for side in select * from (values ('entered', 1, tg_op <> 'DELETE'), ('gone', -1, tg_op <> 'INSERT')) s (rows, sign, given) where given loop
    execute format(
      $sums$with days as (
        select thread_id, currency, work_date,
               %2$s * count(*) as entries,
               %2$s * coalesce(sum(e.minutes) filter (where state <> 'reopened'), 0) as approved,
               %2$s * coalesce(sum(e.minutes - coalesce(c.minutes, 0)) filter (where state = 'billable'), 0) as unbilled,
               %2$s * coalesce(sum(e.minutes) filter (where state = 'held'), 0) as held,
               %2$s * coalesce(sum(e.minutes) filter (where state = 'written-off'), 0) as written_off,
               %2$s * coalesce(sum(case state when 'covered' then e.minutes when 'billable' then coalesce(c.minutes, 0) end), 0) as covered,
               %2$s * coalesce(sum(e.minutes) filter (where state = 'non-billable'), 0) as non_billable,
               %2$s * coalesce(sum((e.minutes - coalesce(c.minutes, 0)) * rate) filter (where state = 'billable'), 0) as unbilled_at_rate,
               %2$s * coalesce(sum(e.minutes * rate) filter (where state = 'held'), 0) as held_at_rate
        from %1$I e left join cap_coverage c using (source, entry_id, version)
        where current group by 1, 2, 3
      ), open as (
        insert into open_time (thread_id, currency, work_date, minutes, at_rate)
          select thread_id, currency, work_date, unbilled, unbilled_at_rate from days where thread_id is not null and (unbilled <> 0 or unbilled_at_rate <> 0)
      )
      insert into tally (thread_id, currency, entries, approved, unbilled, held, written_off, covered, non_billable, unbilled_at_rate, held_at_rate)
        select coalesce(thread_id, ''), currency, sum(entries), sum(approved), sum(unbilled), sum(held), sum(written_off), sum(covered), sum(non_billable), sum(unbilled_at_rate), sum(held_at_rate)
        from days group by 1, 2$sums$, side.rows, side.sign);
  end loop;
  return null;
end $$;

create or replace function tally_allocation() returns trigger language plpgsql as $$
begin
  with days as (
    select e.thread_id, e.currency, e.work_date, sum(a.minutes) as minutes, coalesce(sum(a.minutes * e.rate), 0) as at_rate
    from entered a join time_entry e using (source, entry_id, version) group by 1, 2, 3
  ), open as (
    insert into open_time (thread_id, currency, work_date, minutes, at_rate) select thread_id, currency, work_date, -minutes, -at_rate from days where thread_id is not null
  )
  insert into tally (thread_id, currency, invoiced, unbilled, unbilled_at_rate)
    select coalesce(thread_id, ''), currency, sum(minutes), -sum(minutes), -sum(at_rate) from days group by 1, 2;
  return null;
end $$;

create or replace function tally_coverage() returns trigger language plpgsql as $$
begin
  with days as (
    select e.thread_id, e.currency, e.work_date, sum(c.minutes) as minutes, coalesce(sum(c.minutes * e.rate), 0) as at_rate
    from entered c join time_entry e using (source, entry_id, version) where e.current and e.state = 'billable' group by 1, 2, 3
  ), open as (
    insert into open_time (thread_id, currency, work_date, minutes, at_rate) select thread_id, currency, work_date, -minutes, -at_rate from days where thread_id is not null
  )
  insert into tally (thread_id, currency, covered, unbilled, unbilled_at_rate)
    select coalesce(thread_id, ''), currency, sum(minutes), -sum(minutes), -sum(at_rate) from days group by 1, 2;
  return null;
end $$;
