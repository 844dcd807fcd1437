-- Nothing of an entry is covered before it is there: the sums of those that come look nothing up.
create or replace function tally_time() returns trigger language plpgsql as $$
declare
  side record;
  included text := case tg_op when 'INSERT' then 'select 0 as minutes' else 'select coalesce(sum(c.minutes), 0) as minutes from coverage c where c.source = e.source and c.entry_id = e.entry_id and c.version = e.version' end;
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
        from %1$I e cross join lateral (%3$s) c
        where current group by 1, 2, 3
      ), open as (
        insert into open_time (thread_id, currency, work_date, minutes, at_rate)
          select thread_id, currency, work_date, unbilled, unbilled_at_rate from days where thread_id is not null and (unbilled <> 0 or unbilled_at_rate <> 0)
      )
      insert into tally (thread_id, currency, entries, approved, unbilled, held, written_off, covered, non_billable, unbilled_at_rate, held_at_rate)
        select coalesce(thread_id, ''), currency, sum(entries), sum(approved), sum(unbilled), sum(held), sum(written_off), sum(covered), sum(non_billable), sum(unbilled_at_rate), sum(held_at_rate)
        from days group by 1, 2$sums$, side.rows, side.sign, included);
  end loop;
  return null;
end $$;
