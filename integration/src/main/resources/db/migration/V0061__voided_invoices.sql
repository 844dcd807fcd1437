-- A credit note of an invoice that the ERP voided: it is booked here alone.
alter table document drop constraint document_origin_check;
alter table document add constraint document_origin_check check (origin in ('time', 'milestone', 'expense', 'recurring', 'voided'));
