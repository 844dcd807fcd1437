-- a document is the sum of its lines, a line is its minutes at its rate; what the ledger says is owed is what the documents say minus the cash applied
with lines as (
  select l.document_id, sum(l.amount) as amount,
         count(*) filter (where l.minutes is not null and l.credits_document is null and abs(l.amount + l.allowance - l.minutes * l.rate / 60) >
           case when d.currency in ('JPY', 'KRW', 'VND', 'CLP', 'ISK', 'UGX', 'XAF', 'XOF', 'XPF', 'PYG', 'RWF', 'VUV', 'KMF', 'GNF', 'DJF', 'BIF') then 0.5
                when d.currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 0.0005 else 0.005 end) as off
  from document_line l join document d on d.id = l.document_id group by 1
), documents as (
  select d.thread_id,
         sum(abs(d.net - coalesce(l.amount, 0))) + sum(coalesce(l.off, 0)) as lines_differ,
         coalesce(sum(d.net) filter (where d.state in ('posted', 'paid')), 0) as posted,
         coalesce(sum(d.paid) filter (where d.state in ('posted', 'paid')), 0) as paid
  from document d left join lines l on l.document_id = d.id where d.state <> 'discarded' group by 1
), credits as (
  select d.thread_id, count(*) as beyond
  from document_line l join document d on d.id = l.document_id
    join (select credits_document, credits_line, sum(amount) as amount, sum(minutes) as minutes from document_line where credits_document is not null group by 1, 2) c
      on c.credits_document = l.document_id and c.credits_line = l.line_no
  where l.amount + c.amount < 0 or l.minutes + c.minutes < 0 or (l.minutes + c.minutes = 0) <> (l.amount + c.amount = 0) group by 1
), ledger as (
  select thread_id,
         coalesce(sum(debit - credit) filter (where account = 'AR'), 0) as receivable,
         coalesce(sum(credit - debit) filter (where account = 'REV'), 0) as revenue,
         coalesce(sum(debit - credit) filter (where account = 'CA'), 0) as contract_asset
  from posting group by 1
), cash as (
  select thread_id, sum(amount) as amount from cash_application group by 1
), billed as (
  select thread_id, sum(amount) as amount from billing_event group by 1
), milestones as (
  select d.thread_id, sum(l.amount) as amount from document_line l join document d on d.id = l.document_id where l.billing_event_id is not null and d.state <> 'discarded' group by 1
)
select d.thread_id as subject,
       coalesce(x.beyond, 0) + d.lines_differ + abs(d.posted - d.paid - coalesce(g.receivable, 0)) + abs(d.posted - coalesce(g.revenue, 0)) + abs(coalesce(g.contract_asset, 0))
         + abs(d.paid - coalesce(c.amount, 0)) + abs(coalesce(b.amount, 0) - coalesce(m.amount, 0)) as residual,
       'posted ' || d.posted || ', paid ' || d.paid || ', receivable in the ledger ' || coalesce(g.receivable, 0) || ', revenue ' || coalesce(g.revenue, 0)
         || ', cash applied ' || coalesce(c.amount, 0) as detail
from documents d left join credits x using (thread_id)
  left join ledger g using (thread_id) left join cash c using (thread_id) left join billed b using (thread_id) left join milestones m using (thread_id)
