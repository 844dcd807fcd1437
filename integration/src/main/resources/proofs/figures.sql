-- what each engagement sold and what changes made of it, by its contract's versions; what its lines are to bring yet, by the terms that count and what was billed; what its ledger says, and what its documents say
with versions as (
  select thread_id, (array_agg(value order by version))[1] as sold, (array_agg(value order by in_force_at desc, version desc))[1] as agreed from contract_version where state = 'in-force' group by 1
), lines as (
  select e.thread_id, sum((line ->> 'amount')::numeric) as amount from engagement e, jsonb_array_elements(e.terms -> 'lines') line group by 1
), documents as (
  select thread_id, sum(net) as billed, sum(net + coalesce(tax, 0) - paid) as open from document where booked_at is not null group by 1
), ledger as (
  select thread_id,
         coalesce(sum(debit - credit) filter (where account = 'AR'), 0) as receivable,
         coalesce(sum(credit - debit) filter (where account = 'REV'), 0) as recognised,
         coalesce(sum(debit - credit) filter (where account in ('CA', 'CL')), 0) as contract_balance
  from posting group by 1
)
select thread_id as subject, e.currency, coalesce(v.sold, e.value, 0) as sold, coalesce(v.agreed - v.sold, 0) as changes, coalesce(g.recognised, 0) as recognised, coalesce(case when v.sold is null then e.value else l.amount end, 0) - coalesce(d.billed, 0) as backlog, coalesce(d.billed, 0) as billed, coalesce(g.contract_balance, 0) as contract_balance,
       coalesce(d.open, 0) as open, coalesce(g.receivable, 0) as receivable
from engagement e left join versions v using (thread_id) left join lines l using (thread_id) left join documents d using (thread_id) left join ledger g using (thread_id) where e.currency is not null
