-- What a credit note takes off invoices: first those that it corrects, as far as they are open; the rest off others of who pays, where a person says so.
create table set_off (
  credit_id  text not null references document,
  invoice_id text not null references document,
  amount     numeric(20, 6) not null check (amount > 0),
  by_hand    boolean not null, -- a person's
  made_by    text not null,
  at         timestamptz not null,
  primary key (credit_id, invoice_id, by_hand)
);
create index set_off_invoice on set_off (invoice_id);

-- What is set off of a document; less than nothing on a credit note.
alter table document add column credited numeric(20, 6) not null default 0;

-- As the books took them off, in the order of the notes, never more than is open.
with taken as (
  select c.id as credit_id, p.reference as invoice_id, c.created_at, c.booked_at, sum(p.credit - p.debit) as amount
  from document c join posting p on p.source_id = c.id and p.account = 'AR' where c.type = 'credit-note' and c.booked_at is not null group by 1, 2, 3, 4
), before as (
  select t.*, d.net + coalesce(d.tax, 0) - d.paid - coalesce(sum(t.amount) over (partition by t.invoice_id order by t.created_at, t.credit_id rows between unbounded preceding and 1 preceding), 0) as open
  from taken t join document d on d.id = t.invoice_id
)
insert into set_off (credit_id, invoice_id, amount, by_hand, made_by, at) select credit_id, invoice_id, least(amount, open), false, 'hub', booked_at from before where amount > 0 and open > 0;

update document d set credited = s.amount
from (select id, sum(amount) as amount from (select invoice_id as id, amount from set_off union all select credit_id, -amount from set_off) both_sides group by 1) s where s.id = d.id;
update document set state = 'paid' where credited <> 0 and state = 'posted' and abs(net + coalesce(tax, 0)) <= abs(paid + credited);

-- What is owed of notes that are there already.
insert into exception_item (subject, subject_id, thread_id, code, reason, owner, customer, amount, currency, at_risk_on, fields, raised_at)
  select 'credit-note', d.id, d.thread_id, 'CREDIT_OWED', 'credit note ' || d.number || ' takes off more than is open on what it corrects', 'finance', e.client, d.credited - d.net - coalesce(d.tax, 0), d.currency, d.invoiced_on, '[]', now()
  from document d join engagement e using (thread_id) where d.type = 'credit-note' and d.state = 'posted' and d.booked_at is not null;
