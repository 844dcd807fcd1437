-- What the ERP says is open of an invoice, as it was told last, and what was open here at that moment, at most with what is set off or applied here.
alter table document add column told_open numeric(20, 6), add column told_at timestamptz, add column open_when_told numeric(20, 6), add column most_when_told numeric(20, 6);

-- The few of which something else is open there: the predicate is ToldReceivables'.
create index document_told_otherwise on document (id) where booked_at is not null and type = 'invoice' and told_open <> greatest(net + tax - paid - credited, 0);
