-- A document is booked once the ERP has decided its tax: net and tax together are what is owed. What was booked before that knew no tax.
alter table document add column tax numeric(20, 6);
alter table document add column booked_at timestamptz;
update document set booked_at = coalesce(released_at, created_at) where state in ('posted', 'paid');
alter table document add check (tax is null or booked_at is not null);
create index document_not_booked on document (thread_id) where state = 'posted' and booked_at is null;
