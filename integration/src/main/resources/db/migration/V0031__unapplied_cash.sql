-- Money that the ERP says nobody applied. A share of a payment may lie with who paid, in the books of an entity, instead of paying an invoice; what the firm applied of it itself is kept beside what the ERP says.
alter table payment
  add column unapplied numeric(20, 6) not null default 0 check (unapplied >= 0), -- as the ERP says
  add column payer_id  text, -- by the ERP's id
  add column entity    text, -- whose books have it
  add column owner     text, -- whose money it is, as the books carry it
  add column reference text, -- what the payer wrote
  add check (unapplied = 0 or num_nulls(payer_id, entity, owner) = 0);
create index payment_unapplied on payment (entity) where unapplied > 0;

alter table remittance
  add column entity text, -- where it lies with who paid
  add column owner  text,
  add check (num_nulls(entity, owner) in (0, 2));

create table cash_decision (
  system      text not null,
  payment_id  text not null,
  no          int not null,
  document_id text not null references document,
  amount      numeric(20, 6) not null check (amount <> 0), -- less than nothing where it was taken back
  decided_by  text not null,
  decided_at  timestamptz not null,
  primary key (system, payment_id, no),
  foreign key (system, payment_id) references payment
);
create trigger cash_decision_insert_only before update or delete on cash_decision for each row execute function refuse_change();

-- What nobody applied, neither there nor here; less than nothing while the ERP has applied what was decided here.
create view payment_lies as
  select p.*, p.unapplied - coalesce((select sum(c.amount) from cash_decision c where c.system = p.system and c.payment_id = p.payment_id), 0) as lies from payment p;

create index fact_payer on fact ((body ->> 'payerId')) where kind = 'billing-account';

-- What a change of a share of a payment is posted under; share is the document's id where it pays one.
create function share_source(payment_id text, share text, no int) returns text immutable strict language sql return payment_id || ':' || share || case when no > 1 then ':' || no else '' end;
