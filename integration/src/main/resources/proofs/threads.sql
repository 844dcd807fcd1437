-- from the quote line to the posting no hop is missing
with sold as (
  select e.thread_id, line ->> 'lineId' as line_id from engagement e, jsonb_array_elements(e.terms -> 'lines') line where e.state in ('active', 'closed')
), missing as (
  select e.thread_id, 'evidence of the deal' as hop from engagement e where e.state in ('active', 'closed')
    and not exists (select 1 from fact f where f.kind = 'won-deal' and f.thread_id = e.thread_id and f.evidence_id is not null)
  union all
  select e.thread_id, kind from engagement e, unnest(array['openErpProject', 'scheduleBilling', 'openContract', 'createProject']) kind where e.state in ('active', 'closed')
    and not exists (select 1 from crosswalk c where c.thread_id = e.thread_id and c.kind = kind)
  union all
  select s.thread_id, 'work of quote line ' || s.line_id from sold s where not exists (select 1 from crosswalk c where c.kind = 'planWork' and c.ours = s.thread_id || ':' || s.line_id)
  union all
  select a.thread_id, 'contract line of entry ' || a.entry_id from allocation a join time_entry t using (source, entry_id, version)
    where not exists (select 1 from sold s where s.thread_id = a.thread_id and s.line_id = t.line_id)
  union all
  select d.thread_id, 'receipt of document ' || d.id from document d where d.state in ('posted', 'paid')
    and not exists (select 1 from receipt r where r.thread_id = d.thread_id and r.target_id = d.erp_id)
  union all
  select d.thread_id, 'postings of document ' || d.id from document d where d.state in ('posted', 'paid') and not exists (select 1 from posting p where p.source_id = d.id)
  union all
  select c.thread_id, 'payment of ' || c.document_id from cash_application c where not exists (select 1 from fact f where f.kind = 'payment' and f.source = c.system and f.fact_key = c.payment_id)
)
select e.thread_id as subject, count(m.hop) as residual, coalesce(string_agg(m.hop, ', '), 'complete') as detail
from engagement e left join missing m using (thread_id) where e.state in ('active', 'closed') group by 1
