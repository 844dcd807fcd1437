-- Minutes that are not billed because a cap or what a period includes covers them. What is included changes with time and terms, so a row adds or takes.
alter table cap_coverage rename to coverage;
alter trigger cap_coverage_insert_only on coverage rename to coverage_insert_only;
alter trigger cap_coverage_tally on coverage rename to coverage_tally;
alter table coverage drop constraint cap_coverage_pkey, drop constraint cap_coverage_minutes_check;
alter table coverage add column id bigint generated always as identity primary key, add column thread_id text, add check (minutes <> 0);
comment on column coverage.thread_id is 'whose period includes them; null for those beyond a cap';
create index coverage_entry on coverage (source, entry_id, version);
create index coverage_thread on coverage (thread_id) where thread_id is not null;

create view covered_minutes as select source, entry_id, version, cast(sum(minutes) as int) as minutes from coverage group by 1, 2, 3;

create or replace view time_counted as
  select coalesce(e.thread_id, '') as thread_id, e.currency, e.work_date,
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
    left join covered_minutes c using (source, entry_id, version)
  group by 1, 2, 3;

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
               %2$s * coalesce(sum(e.minutes - c.minutes) filter (where state = 'billable'), 0) as unbilled,
               %2$s * coalesce(sum(e.minutes) filter (where state = 'held'), 0) as held,
               %2$s * coalesce(sum(e.minutes) filter (where state = 'written-off'), 0) as written_off,
               %2$s * coalesce(sum(case state when 'covered' then e.minutes when 'billable' then c.minutes end), 0) as covered,
               %2$s * coalesce(sum(e.minutes) filter (where state = 'non-billable'), 0) as non_billable,
               %2$s * coalesce(sum((e.minutes - c.minutes) * rate) filter (where state = 'billable'), 0) as unbilled_at_rate,
               %2$s * coalesce(sum(e.minutes * rate) filter (where state = 'held'), 0) as held_at_rate
        from %1$I e cross join lateral (select coalesce(sum(c.minutes), 0) as minutes from coverage c where c.source = e.source and c.entry_id = e.entry_id and c.version = e.version) c
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


-- What the periods of a line include, and what was used of it, as time and terms have it by now.
create table retainer_period (
  thread_id      text not null,
  line_id        text not null,
  served_from    date not null,
  served_through date not null,
  included       bigint not null,
  rolled_in      bigint not null,
  used           bigint not null,
  beyond         bigint not null,
  rolled_out     bigint not null,
  expired        bigint not null,
  primary key (thread_id, line_id, served_from)
);

-- From when on the same work is billed otherwise than before: a change order came in force, or time that was included became another.
create view billed_otherwise as
  select thread_id, in_force_at as at from contract_version where version > 1 and in_force_at is not null
  union all
  select c.thread_id, newer.received_at from coverage c join time_entry newer using (source, entry_id) where newer.version > c.version and c.thread_id is not null;
