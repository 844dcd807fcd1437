-- What the ERP has used credit notes for, by its own ids: applied to invoices, or given back. What names a document that the hub does not have, or not yet, waits.
create table credit_use (
  system    text not null,
  credit_id text not null,
  refund    boolean not null,
  used_for  text not null, -- the invoice, or the refund
  amount    numeric(20, 6) not null check (amount > 0),
  currency  text not null,
  used_on   date,
  primary key (system, credit_id, refund, used_for)
);
create index credit_use_invoice on credit_use (system, used_for) where not refund;

-- Of which payment, and of what it paid, a note's refunds were: the payment pays so much less of the invoice that the note corrects.
create table refund_share (
  credit_id  text not null references document,
  system     text not null,
  payment_id text not null,
  invoice_id text not null, -- by the ERP's id, as in remittance
  amount     numeric(20, 6) not null check (amount > 0),
  primary key (credit_id, system, payment_id, invoice_id),
  foreign key (system, payment_id) references payment
);
create index refund_share_payment on refund_share (system, payment_id);
create index refund_share_invoice on refund_share (system, invoice_id);

-- Who says what is set off: the note itself, by what it corrects, the ERP, or a person.
alter table set_off add column origin text check (origin in ('correction', 'erp', 'person'));
update set_off set origin = case when by_hand then 'person' else 'correction' end;
alter table set_off alter column origin set not null, drop column by_hand, add primary key (credit_id, invoice_id, origin);
