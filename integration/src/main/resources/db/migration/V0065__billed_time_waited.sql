-- What the time on a bill is worth, by its minutes, and that times the days from its approval to the bill: kept with it as it is booked, since what it bills does not change any more.
create view time_waited as
  select d.id as document_id, sum(a.minutes * l.rate) as billed_time, sum(a.minutes * l.rate * greatest(d.invoiced_on - greatest(cast(t.received_at at time zone 'UTC' as date), t.work_date), 0)) as waited
  from document d join document_line l on l.document_id = d.id join allocation a on a.document_id = l.document_id and a.line_no = l.line_no join time_entry t using (source, entry_id, version)
  group by 1;

alter table document add column billed_time numeric, add column waited numeric;
alter table document disable trigger user; -- no sum of documents changes
update document d set billed_time = w.billed_time, waited = w.waited from time_waited w where w.document_id = d.id and d.booked_at is not null;
alter table document enable trigger user;
