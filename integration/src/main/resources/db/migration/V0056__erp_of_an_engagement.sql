-- The ERP an engagement is in: the one in which its customer was looked for last.
alter table engagement add column erp_system text;
update engagement e set erp_system = a.system
  from (select distinct on (thread_id) thread_id, system from attempt where operation = 'findCustomer' order by thread_id, first_at desc) a where a.thread_id = e.thread_id;

-- What nobody applied, neither there nor here; less than nothing while the ERP has applied what was decided here. What it is an advance for has a state where who paid pays for that engagement, in the same ERP.
create or replace view payment_lies as
  select p.*, p.unapplied - coalesce((select sum(c.amount) from cash_decision c where c.system = p.system and c.payment_id = p.payment_id), 0) as lies,
    a.thread_id as advance, e.name as advance_name, e.state as advance_state
  from payment p
    left join lateral (select thread_id from cash_advance where system = p.system and payment_id = p.payment_id order by no desc limit 1) a on true
    left join engagement e on e.thread_id = a.thread_id and e.erp_system = p.system and e.contracting_entity = p.entity and e.currency = p.currency
      and (e.customer_id = p.payer_id or exists (select 1 from paid_for f where f.system = p.system and f.customer_id = e.customer_id and f.payer_id = p.payer_id));
