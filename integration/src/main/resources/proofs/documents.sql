-- documents that were not discarded, what cash settled of them and what is set off; their lines; and billing events, but for a milestone that would go beyond the terms and is told as an open item instead of being billed: what was billed, and taken back or credited, is on documents for nothing; of what was given up, for so much less
with documents as (
  select d.thread_id, d.id, d.origin, d.currency, d.net, d.paid, coalesce(c.applied, 0) as applied, d.credited, coalesce(o.taken, 0) - coalesce(n.given, 0) as set_off
  from document d left join (select document_id, sum(amount) as applied from cash_application group by 1) c on c.document_id = d.id
  left join (select invoice_id, sum(amount) as taken from set_off group by 1) o on o.invoice_id = d.id left join (select credit_id, sum(amount) as given from set_off group by 1) n on n.credit_id = d.id where d.state <> 'discarded'
)
select thread_id as subject, 'document' as kind, id, currency, net as amount, paid, applied, credited, set_off, null as line_no, null as minutes, null as rate, null as allowance, null as credits_document, null as credits_line, null as billing_event_id
from documents
union all
select d.thread_id, 'line', d.id, d.currency, l.amount, null, null, null, null, l.line_no, l.minutes, l.rate, l.allowance, l.credits_document, l.credits_line, l.billing_event_id from documents d join document_line l on l.document_id = d.id
union all
select e.thread_id, 'event', e.id, e.currency, case when e.document_id is not null or e.period_from is null and not exists (select 1 from document_line l where l.billing_event_id = e.id)
  then e.amount + coalesce((select sum(l.amount) from document_line l join documents d on d.id = l.document_id where l.billing_event_id = e.id and d.origin = 'concession'), 0) else 0 end, null, null, null, null, null, null, null, null, null, null, null from billing_event e
where e.document_id is not null or e.period_from is not null or not exists (select 1 from exception_item i where i.subject = 'milestone' and i.subject_id = e.source || ':' || e.source_id and i.state = 'open')
order by subject
