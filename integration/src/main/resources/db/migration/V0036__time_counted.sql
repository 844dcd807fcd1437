-- What the kept sums of time are proved by, counted once for both: by engagement, currency and day of the work.
drop view tally_counted;
drop view open_time_counted;

create view time_counted as
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
    left join cap_coverage c using (source, entry_id, version)
  group by 1, 2, 3;
