-- A payment may change after it was seen: each change of what it pays of an invoice is a row of its own, and takes back from an earlier one or adds.
alter table remittance
  add column no int not null default 1,
  add column of_no int, -- which one it takes back from
  add column moved_on date;
update remittance r set moved_on = p.received_on from payment p where p.system = r.system and p.payment_id = r.payment_id;
alter table remittance
  alter column moved_on set not null,
  alter column no drop default,
  drop constraint remittance_amount_check,
  add constraint remittance_amount_check check (amount > 0 and of_no is null or amount < 0 and of_no < no),
  drop constraint remittance_pkey,
  add primary key (system, payment_id, invoice_id, no);

alter table cash_application
  add column no int not null default 1;
alter table cash_application
  alter column no drop default,
  drop constraint cash_application_amount_check,
  add constraint cash_application_amount_check check (amount <> 0),
  drop constraint cash_application_pkey,
  add primary key (system, payment_id, document_id, no);
