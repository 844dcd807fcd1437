-- where the kept sums of time are not what the rows add up to
with days as materialized (
  select * from time_counted
), counted as (
  select thread_id, currency, sum(entries) as entries, sum(approved) as approved, sum(invoiced) as invoiced, sum(unbilled) as unbilled, sum(held) as held, sum(written_off) as written_off,
         sum(covered) as covered, sum(non_billable) as non_billable, sum(unbilled_at_rate) as unbilled_at_rate, sum(held_at_rate) as held_at_rate
  from days group by 1, 2
), kept as (
  select thread_id, currency, sum(entries) as entries, sum(approved) as approved, sum(invoiced) as invoiced, sum(unbilled) as unbilled, sum(held) as held, sum(written_off) as written_off,
         sum(covered) as covered, sum(non_billable) as non_billable, sum(unbilled_at_rate) as unbilled_at_rate, sum(held_at_rate) as held_at_rate
  from tally group by 1, 2
), differences as (
  select coalesce(k.thread_id, c.thread_id) as thread_id, coalesce(k.currency, c.currency) as currency, d.what, d.kept - d.counted as residual
  from kept k full join counted c on c.thread_id = k.thread_id and coalesce(c.currency, '') = coalesce(k.currency, ''),
    lateral (values ('entries', coalesce(k.entries, 0), coalesce(c.entries, 0)), ('approved', coalesce(k.approved, 0), coalesce(c.approved, 0)),
      ('invoiced', coalesce(k.invoiced, 0), coalesce(c.invoiced, 0)), ('unbilled', coalesce(k.unbilled, 0), coalesce(c.unbilled, 0)), ('held', coalesce(k.held, 0), coalesce(c.held, 0)),
      ('written off', coalesce(k.written_off, 0), coalesce(c.written_off, 0)), ('covered', coalesce(k.covered, 0), coalesce(c.covered, 0)),
      ('non-billable', coalesce(k.non_billable, 0), coalesce(c.non_billable, 0)), ('unbilled at its rates', coalesce(k.unbilled_at_rate, 0), coalesce(c.unbilled_at_rate, 0)),
      ('held at its rates', coalesce(k.held_at_rate, 0), coalesce(c.held_at_rate, 0))) d (what, kept, counted)
)
select thread_id as subject, residual, 'kept sum of ' || what || coalesce(' in ' || currency, '') || ' differs' as detail from differences where residual <> 0
union all
select coalesce(k.thread_id, c.thread_id), coalesce(k.minutes, 0) - coalesce(c.unbilled, 0), 'kept open time of ' || coalesce(k.work_date, c.work_date) || coalesce(' in ' || coalesce(k.currency, c.currency), '') || ' differs'
  from (select thread_id, currency, work_date, sum(minutes) as minutes, sum(at_rate) as at_rate from open_time group by 1, 2, 3) k
    full join (select * from days where thread_id <> '') c on c.thread_id = k.thread_id and c.work_date = k.work_date and coalesce(c.currency, '') = coalesce(k.currency, '')
  where coalesce(k.minutes, 0) <> coalesce(c.unbilled, 0) or coalesce(k.at_rate, 0) <> coalesce(c.unbilled_at_rate, 0)
order by 1, 3
