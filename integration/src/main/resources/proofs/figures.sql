-- what each engagement is worth without what was given up, and what its lines are to bring yet: their amounts by the terms that count, less what was billed; what its ledger says, and what its documents say
with lines as (
  select e.thread_id, sum((line ->> 'amount')::numeric) as amount from engagement e, jsonb_array_elements(e.terms -> 'lines') line group by 1
), documents as (
  select thread_id, sum(net) as billed, coalesce(-sum(net) filter (where origin = 'concession'), 0) as conceded, sum(net + coalesce(tax, 0) - paid) as open from document where booked_at is not null group by 1
), ledger as (
  select thread_id,
         coalesce(sum(debit - credit) filter (where account = 'AR'), 0) as receivable,
         coalesce(sum(credit - debit) filter (where account = 'REV'), 0) as recognised,
         coalesce(sum(debit - credit) filter (where account in ('CA', 'CL')), 0) as contract_balance
  from posting group by 1
)
select thread_id as subject, e.currency, coalesce(e.value, 0) - coalesce(d.conceded, 0) as sold, coalesce(g.recognised, 0) as recognised, coalesce(l.amount, e.value, 0) - coalesce(d.billed, 0) - coalesce(d.conceded, 0) as backlog, coalesce(d.billed, 0) as billed, coalesce(g.contract_balance, 0) as contract_balance,
       coalesce(d.open, 0) as open, coalesce(g.receivable, 0) as receivable
from engagement e left join lines l using (thread_id) left join documents d using (thread_id) left join ledger g using (thread_id) where e.currency is not null
