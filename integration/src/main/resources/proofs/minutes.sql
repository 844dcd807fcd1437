-- where each entry's minutes are; entries that are alike in every figure are counted together
with allocated as (
  select source, entry_id, version, sum(minutes) as minutes from allocation group by 1, 2, 3
), versions as (
  select e.source, e.entry_id, e.version, e.thread_id, e.project_id, e.minutes, e.state, e.current, coalesce(a.minutes, 0) as invoiced, coalesce(c.minutes, 0) as capped
  from time_entry e left join allocated a using (source, entry_id, version) left join cap_coverage c using (source, entry_id, version)
), entries as (
  select coalesce(max(thread_id), 'no engagement: ' || source || ' project ' || max(project_id)) as subject, source || ' ' || entry_id as entry,
         coalesce(sum(minutes) filter (where current and state <> 'reopened'), 0) as approved,
         sum(invoiced) as invoiced,
         coalesce(sum(minutes - capped) filter (where current and state = 'billable'), 0) - sum(invoiced) as unbilled,
         coalesce(sum(minutes) filter (where current and state = 'held'), 0) as held,
         coalesce(sum(minutes) filter (where current and state = 'written-off'), 0) as written_off,
         coalesce(sum(case state when 'covered' then minutes when 'billable' then capped end) filter (where current), 0) as covered,
         coalesce(sum(minutes) filter (where current and state = 'non-billable'), 0) as non_billable
  from versions group by source, entry_id
), beyond as (
  select coalesce(thread_id, 'no engagement') as subject, source || ' ' || entry_id || ' version ' || version || ' is invoiced and covered beyond its minutes' as entry, invoiced + capped - minutes as minutes
  from versions where invoiced < 0 or invoiced + capped > minutes
), lines as (
  select d.thread_id as subject, 'line ' || d.id || '/' || l.line_no || ' says other minutes than are allocated to it' as entry, coalesce(l.minutes, 0) - coalesce(sum(a.minutes), 0) as minutes
  from document d join document_line l on l.document_id = d.id left join allocation a on a.document_id = d.id and a.line_no = l.line_no
  where d.state <> 'discarded' group by d.id, l.document_id, l.line_no having coalesce(l.minutes, 0) <> coalesce(sum(a.minutes), 0)
)
select subject, min(entry) as entry, sum(approved) as approved, sum(invoiced) as invoiced, sum(unbilled) as unbilled, sum(held) as held, sum(written_off) as written_off, sum(covered) as covered,
       sum(non_billable) as non_billable
from entries group by subject, entries.approved, entries.invoiced, entries.unbilled, entries.held, entries.written_off, entries.covered, entries.non_billable
union all select subject, entry, 0, minutes, 0, 0, 0, 0, 0 from beyond
union all select subject, entry, 0, minutes, 0, 0, 0, 0, 0 from lines
