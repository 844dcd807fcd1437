-- approved = net invoiced (as the documents' lines say) + unbilled (as the allocations say) + held + written off + covered + non-billable
with allocated as (
  select source, entry_id, version, sum(minutes) as minutes from allocation group by 1, 2, 3
), entries as (
  select coalesce(e.thread_id, 'no engagement: ' || e.source || ' project ' || e.project_id) as thread_id,
         sum(case when e.current and e.state <> 'reopened' then e.minutes else 0 end) as approved,
         sum(case when e.current and e.state = 'billable' then e.minutes - coalesce(c.minutes, 0) else 0 end) - sum(coalesce(a.minutes, 0)) as unbilled,
         sum(case when e.current and e.state = 'held' then e.minutes else 0 end) as held,
         sum(case when e.current and e.state = 'written-off' then e.minutes else 0 end) as written_off,
         sum(case when e.current and e.state = 'covered' then e.minutes when e.current and e.state = 'billable' then coalesce(c.minutes, 0) else 0 end) as covered,
         sum(case when e.current and e.state = 'non-billable' then e.minutes else 0 end) as non_billable,
         count(*) filter (where coalesce(a.minutes, 0) < 0 or coalesce(a.minutes, 0) + coalesce(c.minutes, 0) > e.minutes) as beyond
  from time_entry e left join allocated a using (source, entry_id, version) left join cap_coverage c using (source, entry_id, version)
  group by 1
), invoiced as (
  select d.thread_id, sum(l.minutes) as minutes from document d join document_line l on l.document_id = d.id where d.state <> 'discarded' group by 1
)
select coalesce(e.thread_id, i.thread_id) as subject,
       coalesce(e.approved, 0) - coalesce(i.minutes, 0) - coalesce(e.unbilled, 0) - coalesce(e.held, 0) - coalesce(e.written_off, 0) - coalesce(e.covered, 0) - coalesce(e.non_billable, 0)
         + coalesce(e.beyond, 0) as residual,
       'approved ' || coalesce(e.approved, 0) || ', invoiced ' || coalesce(i.minutes, 0) || ', unbilled ' || coalesce(e.unbilled, 0) || ', held ' || coalesce(e.held, 0)
         || ', entries allocated beyond their minutes ' || coalesce(e.beyond, 0) as detail
from entries e full join invoiced i on i.thread_id = e.thread_id
