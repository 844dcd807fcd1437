-- where the minutes of each version of an entry are; versions that are alike in every figure are counted together
with alike as (
  select coalesce(e.thread_id, 'no engagement: ' || e.source || ' project ' || e.project_id) as subject, min(e.source || ' ' || e.entry_id || ' version ' || e.version) as entry,
         e.current, e.state, e.minutes, coalesce(a.minutes, 0) as invoiced, coalesce(c.minutes, 0) as capped, count(*) as times
  from time_entry e
    left join (select source, entry_id, version, sum(minutes) as minutes from allocation group by 1, 2, 3) a using (source, entry_id, version)
    left join covered_minutes c using (source, entry_id, version)
  group by 1, 3, 4, 5, 6, 7
), lines as (
  select d.thread_id as subject, 'line ' || d.id || '/' || l.line_no || ' says other minutes than are allocated to it' as entry, coalesce(l.minutes, 0) - coalesce(a.minutes, 0) as minutes
  from document d join document_line l on l.document_id = d.id left join (select document_id, line_no, sum(minutes) as minutes from allocation group by 1, 2) a on a.document_id = d.id and a.line_no = l.line_no
  where d.state <> 'discarded' and coalesce(l.minutes, 0) <> coalesce(a.minutes, 0)
)
select subject, entry,
       case when current and state <> 'reopened' then minutes else 0 end * times as approved,
       invoiced * times as invoiced,
       (case when current and state = 'billable' then minutes - capped else 0 end - invoiced) * times as unbilled,
       case when current and state = 'held' then minutes else 0 end * times as held,
       case when current and state = 'written-off' then minutes else 0 end * times as written_off,
       case when current and state = 'covered' then minutes when current and state = 'billable' then capped else 0 end * times as covered,
       case when current and state = 'non-billable' then minutes else 0 end * times as non_billable
from alike
union all select subject, entry || ' is invoiced and covered beyond its minutes', 0, invoiced + capped - minutes, 0, 0, 0, 0, 0 from alike where invoiced < 0 or capped < 0 or invoiced + capped > minutes
union all select subject, entry, 0, minutes, 0, 0, 0, 0, 0 from lines
order by subject
