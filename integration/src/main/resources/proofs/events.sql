-- billing events that are on a document
select e.thread_id as subject, e.id, e.currency, e.amount from billing_event e where e.document_id is not null
