-- What of each period of recurring amounts no document bills, those to come too: as terms and bills stand, counted anew with each of them, so that no clock has to go round.
create table unbilled_period (
  thread_id   text not null references engagement,
  line_id     text not null,
  period_from date not null,
  due_on      date not null,
  amount      numeric(20, 6) not null check (amount > 0),
  currency    char(3) not null,
  primary key (thread_id, line_id, period_from)
);
create index unbilled_period_due on unbilled_period (due_on);
create index billing_event_open on billing_event (thread_id) where document_id is null and period_from is null;

-- What is owed by an event of its own and on no document: completed milestones, periods that are due.
create view open_event as
  select thread_id, line_id, period_from, currency, completed_on as due_on, amount from billing_event where document_id is null and period_from is null
  union all select thread_id, line_id, period_from, currency, due_on, amount from unbilled_period where due_on <= cast(now() at time zone 'UTC' as date);
