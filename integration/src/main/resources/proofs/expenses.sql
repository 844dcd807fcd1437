-- where what was spent is, in millionths of its currency; expenses that are alike in every figure are counted together
with allocated as (
  select source, expense_id, version, sum(spent) as spent, sum(amount) as amount from expense_allocation group by 1, 2, 3
), versions as (
  select e.*, coalesce(a.spent, 0) as billed, coalesce(a.amount, 0) as billed_for from expense e left join allocated a using (source, expense_id, version)
), expenses as (
  select coalesce(max(thread_id), 'no engagement: ' || source || ' project ' || max(project_id)) as subject, source || ' ' || expense_id || ' in ' || currency as entry,
         coalesce(sum(amount) filter (where current and state <> 'reopened'), 0) as approved,
         sum(billed) as invoiced,
         coalesce(sum(amount - beyond) filter (where current and state = 'billable'), 0) - sum(billed) as unbilled,
         coalesce(sum(case state when 'held' then amount when 'billable' then beyond end) filter (where current), 0) as held,
         coalesce(sum(amount) filter (where current and state = 'non-billable'), 0) as non_billable
  from versions group by source, expense_id, currency
), beyond as (
  select coalesce(thread_id, 'no engagement') as subject, source || ' ' || expense_id || ' version ' || version || ' is billed beyond what was spent' as entry,
         greatest(billed + beyond - amount, billed_for + worth_beyond - coalesce(worth, 0), -billed, -billed_for) as amount
  from versions where billed < 0 or billed_for < 0 or billed + beyond > amount or billed_for + worth_beyond > coalesce(worth, 0)
), lines as (
  select d.thread_id as subject, 'line ' || d.id || '/' || l.line_no || ' bills another amount than is allocated to it' as entry, abs(l.amount - coalesce(sum(a.amount), 0)) as amount
  from document d join document_line l on l.document_id = d.id left join expense_allocation a on a.document_id = d.id and a.line_no = l.line_no
  where d.state <> 'discarded' and d.origin not in ('milestone', 'concession') and l.minutes is null and l.billing_event_id is null group by d.id, l.document_id, l.line_no having l.amount <> coalesce(sum(a.amount), 0)
), places as (
  select subject, min(entry) as entry, sum(approved) as approved, sum(invoiced) as invoiced, sum(unbilled) as unbilled, sum(held) as held, sum(non_billable) as non_billable
  from expenses group by subject, expenses.approved, expenses.invoiced, expenses.unbilled, expenses.held, expenses.non_billable
  union all select subject, entry, 0, amount, 0, 0, 0 from beyond
  union all select subject, entry, 0, amount, 0, 0, 0 from lines
)
select subject, entry, (approved * 1000000)::bigint as approved, (invoiced * 1000000)::bigint as invoiced, (unbilled * 1000000)::bigint as unbilled, (held * 1000000)::bigint as held, 0 as written_off, 0 as covered,
       (non_billable * 1000000)::bigint as non_billable
from places
order by subject
