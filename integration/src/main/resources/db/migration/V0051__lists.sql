-- The orders by which people work through what may be long.
create index document_by_day on document (invoiced_on, id);
create index document_by_amount on document (currency, (-net), id);
create index engagement_by_client on engagement ((coalesce(client, '')), name, thread_id);
create index exception_by_date on exception_item ((coalesce(at_risk_on, date '9999-12-31')), id) where state = 'open';
create index exception_by_age on exception_item (id) where state = 'open';

-- The engagement of the project that an exception item is about.
create function project_thread(subject text, subject_id text) returns text stable language sql return
  (select thread_id from engagement where subject = 'project' and project_system = split_part(subject_id, ':', 1) and project_id = substr(subject_id, strpos(subject_id, ':') + 1));

-- Time and expenses that could not be bound or priced, and what a cap of expenses has no room for.
create view held_work as
  select thread_id, currency, work_date as day, minutes, minutes * rate / 60 as amount from time_entry where current and state = 'held'
  union all select thread_id, currency, incurred_on, null, amount from expense where current and state = 'held'
  union all select thread_id, coalesce(exchanged_to, currency), incurred_on, null, worth_beyond from expense where current and state = 'billable' and worth_beyond > 0;
