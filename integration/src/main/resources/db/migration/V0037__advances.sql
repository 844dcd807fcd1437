-- For which engagement money came before the bill, as the ERP or finance said last.
create table cash_advance (
  system     text not null,
  payment_id text not null,
  no         int not null,
  thread_id  text, -- for none any more where absent; it may not be known yet
  said_by    text not null,
  said_at    timestamptz not null,
  primary key (system, payment_id, no),
  foreign key (system, payment_id) references payment
);
create index cash_advance_thread on cash_advance (thread_id);
create trigger cash_advance_insert_only before update or delete on cash_advance for each row execute function refuse_change();

-- What nobody applied, neither there nor here; less than nothing while the ERP has applied what was decided here. What it is an advance for has a state where who paid pays for that engagement.
create or replace view payment_lies as
  select p.*, p.unapplied - coalesce((select sum(c.amount) from cash_decision c where c.system = p.system and c.payment_id = p.payment_id), 0) as lies,
    a.thread_id as advance, e.name as advance_name, e.state as advance_state
  from payment p
    left join lateral (select thread_id from cash_advance where system = p.system and payment_id = p.payment_id order by no desc limit 1) a on true
    left join engagement e on e.thread_id = a.thread_id and e.contracting_entity = p.entity and e.currency = p.currency
      and (e.customer_id = p.payer_id or exists (select 1 from paid_for f where f.system = p.system and f.customer_id = e.customer_id and f.payer_id = p.payer_id));
