-- A period of a recurring amount is billed by an event, too: its terms are its evidence. What is given back of a period is an event less than nothing.
alter table billing_event alter column acceptance_reference drop not null;
alter table billing_event add column period_from date, add column worth numeric(20, 6), add column shares jsonb;
alter table billing_event add constraint billing_event_evidence check (acceptance_reference is not null or period_from is not null);
comment on column billing_event.period_from is 'first day of the whole period, by the contract; null for a milestone';
comment on column billing_event.worth is 'of the period, by the terms: what was billed of it before is not in amount';
comment on column billing_event.shares is 'how that came about: so many days, of the days of the whole, at the price of a whole one';

alter table document drop constraint document_origin_check;
alter table document add constraint document_origin_check check (origin in ('time', 'milestone', 'expense', 'recurring'));
