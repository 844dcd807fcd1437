-- each thing on an engagement's thread, and what it came from
with live as (
  select thread_id, coalesce(master_thread, thread_id) as deal_thread, terms from engagement where state in ('active', 'closed')
), sold as ( -- at first or by a change order, ended since or not
  select l.thread_id, l.thread_id || ':' || (line ->> 'lineId') as id, line ->> 'billing' as billing from live l, jsonb_array_elements(l.terms -> 'lines') line
  union
  select l.thread_id, l.thread_id || ':' || (line ->> 'lineId'), line ->> 'billing' from live l join contract_version v on v.thread_id = l.thread_id and v.state = 'in-force', jsonb_array_elements(v.terms -> 'lines') line where line ->> 'amendsLineId' is null
), won as (
  select l.thread_id, f.evidence_id::text as id from fact f join live l on l.deal_thread = f.thread_id where f.kind = 'won-deal' and f.evidence_id is not null
), linked as (
  select c.thread_id, c.kind, c.ours, c.system || ' ' || c.kind || ' ' || c.theirs as id from crosswalk c join live l using (thread_id)
  union all -- what a system has no such thing for is receipted without an id
  select r.thread_id, r.operation, null, r.system || ' ' || r.operation || ' ' || r.effect_key from receipt r join live l using (thread_id)
  where r.target_id is null and r.operation in ('openErpProject', 'scheduleBilling', 'openContract')
), agreed as (
  select l.thread_id, kind, l.thread_id || ' ' || kind as id from live l, unnest(array['openErpProject', 'scheduleBilling', 'openContract']) kind
), documents as (
  select d.*, d.erp_id as receipted from document d join live l using (thread_id) where d.state in ('posted', 'paid') and d.origin <> 'voided'
  union all -- what the ERP voided hangs on the receipt of what was voided
  select d.*, (select i.erp_id from document_line c join document i on i.id = c.credits_document where c.document_id = d.id limit 1) from document d join live l using (thread_id) where d.state in ('posted', 'paid') and d.origin = 'voided'
), lines as (
  select d.thread_id, l.document_id || '/' || l.line_no as id, l.document_id, l.line_no, l.billing_event_id from document_line l join documents d on d.id = l.document_id
), worked as (
  select distinct a.thread_id, a.document_id, a.line_no, a.thread_id || ':' || t.line_id as id from allocation a join live l using (thread_id) join time_entry t using (source, entry_id, version)
  union -- what is given up hangs on the work of the line that billed it
  select distinct d.thread_id, l.document_id, l.line_no, d.thread_id || ':' || t.line_id from documents d join document_line l on l.document_id = d.id join allocation a on a.document_id = l.credits_document and a.line_no = l.credits_line join time_entry t using (source, entry_id, version) where d.origin = 'concession'
), spent as (
  select e.thread_id, e.source || ':' || e.expense_id || '@' || e.version as id, e.thread_id || ':' || e.line_id as line from expense e join live l using (thread_id) where e.line_id is not null
), rebilled as (
  select distinct a.thread_id, a.document_id, a.line_no, a.source || ':' || a.expense_id || '@' || a.version as id from expense_allocation a join live l using (thread_id)
), applied as (
  select d.thread_id, d.id as document_id, r.system, r.payment_id, share_source(r.payment_id, d.id, r.no) as id
  from remittance r join document d on d.erp_system = r.system and d.erp_id = r.invoice_id join live l using (thread_id) where r.taken
)
select thread_id as subject, 'EVIDENCE' as kind, id, null as from_kind, null as from_id from won
union all select thread_id, 'RECEIPT', id, null, null from linked
union all select s.thread_id, 'QUOTE_LINE', s.id, 'EVIDENCE', w.id from sold s left join won w using (thread_id)
union all select a.thread_id, 'CONTRACT', a.id, 'RECEIPT', k.id from agreed a left join linked k on k.thread_id = a.thread_id and k.kind = a.kind
union all select l.thread_id, 'PROJECT', l.thread_id, 'RECEIPT', k.id from live l left join (select thread_id, min(id) as id from linked where kind = 'createProject' group by 1) k using (thread_id)
union all select thread_id, 'CONTRACT_LINE', id, 'QUOTE_LINE', id from sold
union all select s.thread_id, 'CONTRACT_LINE', s.id, 'CONTRACT', a.id from sold s join agreed a on a.thread_id = s.thread_id and a.kind = 'openContract'
union all select s.thread_id, 'CONTRACT_LINE', s.id, 'PROJECT', k.thread_id from sold s left join linked k on k.thread_id = s.thread_id and k.kind = 'planWork' and k.ours = s.id where s.billing is distinct from 'expenses'
union all select thread_id, 'CONTRACT_LINE', id, 'PROJECT', thread_id from sold where billing = 'expenses' -- no work is planned for it
union all select thread_id, 'EXPENSE', id, 'CONTRACT_LINE', line from spent
union all select distinct thread_id, 'TIME', id, 'CONTRACT_LINE', id from worked
union all select b.thread_id, 'BILLING_EVENT', b.id, 'CONTRACT_LINE', b.thread_id || ':' || b.line_id from billing_event b join live l using (thread_id)
union all select d.thread_id, 'INVOICE', d.id, 'RECEIPT', r.effect_key from documents d left join receipt r on r.thread_id = d.thread_id and r.target_id = d.receipted
union all select r.thread_id, 'RECEIPT', r.effect_key, null, null from documents d join receipt r on r.thread_id = d.thread_id and r.target_id = d.receipted
union all select thread_id, 'INVOICE_LINE', id, 'INVOICE', document_id from lines
union all select l.thread_id, 'INVOICE_LINE', l.id, 'TIME', w.id from lines l join worked w on w.document_id = l.document_id and w.line_no = l.line_no
union all select l.thread_id, 'INVOICE_LINE', l.id, 'EXPENSE', r.id from lines l join rebilled r on r.document_id = l.document_id and r.line_no = l.line_no
union all select thread_id, 'INVOICE_LINE', id, 'BILLING_EVENT', billing_event_id from lines where billing_event_id is not null
union all select thread_id, 'PAYMENT', id, 'INVOICE', document_id from applied
union all select a.thread_id, 'PAYMENT', a.id, 'EVIDENCE', f.id::text from applied a left join fact f on f.kind = 'payment' and f.source = a.system and f.fact_key = a.payment_id
union all select a.thread_id, 'EVIDENCE', f.id::text, null, null from applied a join fact f on f.kind = 'payment' and f.source = a.system and f.fact_key = a.payment_id
union all select distinct p.thread_id, 'POSTING', p.source_id, 'INVOICE', p.source_id from posting p join documents d on d.id = p.source_id
union all select distinct p.thread_id, 'POSTING', p.source_id, 'EXPENSE', regexp_replace(p.source_id, '^(expense|cost)-', '') from posting p join live l using (thread_id) where p.rule = 'J16'
union all select distinct p.thread_id, 'POSTING', p.source_id, 'PAYMENT', p.source_id from posting p join live l using (thread_id) where p.rule not in ('J16', 'J25') and not exists (select 1 from documents d where d.id = p.source_id)
union all select distinct p.thread_id, 'POSTING', p.source_id, 'CONTRACT', p.thread_id || ' openContract' from posting p join live l using (thread_id) where p.rule = 'J25'
order by subject
