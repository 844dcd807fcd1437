-- A credit note of a whole invoice: one person proposes it, another releases it.
alter table document add column proposed_by text, add column reason text;
alter table document add constraint document_two_persons check (released_by <> proposed_by);
comment on column document.proposed_by is 'who wants an invoice credited; null for what an invoice run drafted';
create index document_proposed on document (thread_id) where proposed_by is not null and booked_at is null and state <> 'discarded';

-- What such a note gives back waits for its booking before it is billed again: until then the note may be taken back.
create view being_credited as
  select d.thread_id, l.document_id as credit_id, l.line_no, l.billing_event_id, l.credits_document as document_id, l.credits_line
  from document d join document_line l on l.document_id = d.id where d.proposed_by is not null and d.booked_at is null and d.state <> 'discarded';

-- What billed a milestone or a period, and what gave it back.
create index document_line_event on document_line (billing_event_id) where billing_event_id is not null;
