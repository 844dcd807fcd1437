-- Engagements that were opened on terms that a person had corrected are what those terms say, where nothing is in the books otherwise.
update engagement e set
  value = (e.terms ->> 'value')::numeric, zone = coalesce(e.terms ->> 'zone', e.zone), client = coalesce(e.terms #>> '{client,name}', e.client),
  currency = case when exists (select 1 from document d where d.thread_id = e.thread_id and d.currency <> e.terms ->> 'currency') then e.currency else e.terms ->> 'currency' end,
  contracting_entity = case when exists (select 1 from posting p where p.thread_id = e.thread_id and p.entity <> e.terms ->> 'contractingEntity') then e.contracting_entity else e.terms ->> 'contractingEntity' end
where e.state in ('active', 'closed');

-- Differences that a person closed, until both agree.
create index exception_closed_difference on exception_item (subject_id) where code = 'RECEIVABLE_DIFFERS' and state = 'resolved' and resolved_by <> 'hub';
