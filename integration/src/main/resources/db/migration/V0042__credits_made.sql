-- What was posted of a document or a payment is asked for by its source, with each payment and each document.
create index posting_source on posting (source_id);

-- The day from which a booked credit note counts against money: its own, but behind all money that was posted for the invoice before it was. What comes since is posted from then on.
create view credit_made as
  select c.id, c.invoice_id, greatest(min(c.posted_on), max(m.posted_on) + 1) as made_on
  from (
    select l.document_id as id, l.credits_document as invoice_id, min(p.posted_on) as posted_on, min(p.at) as at
    from document_line l join posting p on p.source_id = l.document_id where l.credits_document is not null group by 1, 2) c
  join document d on d.id = c.invoice_id
  left join remittance r on r.system = d.erp_system and r.invoice_id = d.erp_id
  left join posting m on m.source_id = share_source(r.payment_id, d.id, r.no) and m.at < c.at
  group by 1, 2;
