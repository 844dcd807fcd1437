-- billing events; one that would go beyond the terms is told as an open item instead of being billed
select e.thread_id as subject, e.id, e.currency, e.amount from billing_event e
where e.document_id is not null or not exists (select 1 from exception_item i where i.subject = 'milestone' and i.subject_id = e.source || ':' || e.source_id and i.state = 'open')
