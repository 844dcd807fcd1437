-- Hours and money. What is billed is derived from allocations; nothing here says "billed".

create table time_entry (
  source      text not null,
  entry_id    text not null,
  version     text collate "C" not null,
  sha256      text not null,
  current     boolean not null,
  thread_id   text,
  line_id     text,
  project_id  text,
  task_id     text,
  person_id   text,
  work_date   date not null,
  minutes     int not null check (minutes between 1 and 1440),
  state       text not null check (state in ('billable', 'non-billable', 'covered', 'held', 'written-off', 'reopened')),
  rate        numeric(20, 6),
  currency    char(3),
  hold_code   text,
  hold_reason text,
  evidence_id bigint,
  received_at timestamptz not null,
  primary key (source, entry_id, version),
  check (state <> 'billable' or (thread_id is not null and line_id is not null and rate is not null and currency is not null))
);
create unique index time_entry_current on time_entry (source, entry_id) where current;
create index time_entry_thread on time_entry (thread_id, work_date);
create index time_entry_held on time_entry (project_id) where state = 'held';

create table billing_event (
  id                   text primary key,
  thread_id            text not null,
  line_id              text not null,
  source               text not null,
  source_id            text not null,
  amount               numeric(20, 6) not null,
  currency             char(3) not null,
  completed_on         date not null,
  acceptance_reference text not null,
  document_id          text,
  recorded_at          timestamptz not null,
  unique (source, source_id)
);

create table document (
  id                   text primary key,
  thread_id            text not null references engagement,
  origin               text not null check (origin in ('time', 'milestone')),
  type                 text not null check (type in ('invoice', 'credit-note')),
  journey_id           text not null,
  state                text not null check (state in ('draft', 'released', 'posted', 'paid', 'discarded')),
  currency             char(3) not null,
  net                  numeric(20, 6) not null,
  invoiced_on          date not null,
  due_on               date not null,
  acceptance_reference text,
  released_by          text,
  released_at          timestamptz,
  erp_system           text,
  erp_id               text,
  number               text,
  erp_status           text,
  erp_total            numeric(20, 6),
  paid                 numeric(20, 6) not null default 0,
  created_at           timestamptz not null,
  check (paid >= 0)
);
create index document_thread on document (thread_id);
create index document_open on document (state) where state in ('draft', 'released', 'posted');
create unique index document_erp on document (erp_system, erp_id) where erp_id is not null;

create table document_line (
  document_id      text not null references document,
  line_no          int not null,
  line_id          text not null,
  description      text not null,
  person_id        text,
  minutes          bigint,
  rate             numeric(20, 6),
  amount           numeric(20, 6) not null,
  purchase_order   text,
  billing_event_id text references billing_event,
  allowance        numeric(20, 6) not null default 0, -- what a cap takes off the price of the minutes
  credits_document text,
  credits_line     int,
  primary key (document_id, line_no),
  foreign key (credits_document, credits_line) references document_line
);

create table allocation (
  id          bigint generated always as identity primary key,
  document_id text not null,
  line_no     int not null,
  thread_id   text not null,
  source      text not null,
  entry_id    text not null,
  version     text collate "C" not null,
  minutes     int not null check (minutes <> 0),
  at          timestamptz not null,
  foreign key (document_id, line_no) references document_line,
  foreign key (source, entry_id, version) references time_entry
);
create index allocation_entry on allocation (source, entry_id, version);
create index allocation_thread on allocation (thread_id);
create trigger allocation_insert_only before update or delete on allocation for each row execute function refuse_change();

create table payment (
  system      text not null,
  payment_id  text not null,
  amount      numeric(20, 6) not null check (amount > 0),
  currency    char(3) not null,
  received_on date not null,
  recorded_at timestamptz not null,
  primary key (system, payment_id)
);

-- Minutes that a cap swallowed: delivered, never to be billed.
create table cap_coverage (
  source   text not null,
  entry_id text not null,
  version  text collate "C" not null,
  line_id  text not null,
  minutes  int not null check (minutes > 0),
  at       timestamptz not null,
  primary key (source, entry_id, version),
  foreign key (source, entry_id, version) references time_entry
);
create trigger cap_coverage_insert_only before update or delete on cap_coverage for each row execute function refuse_change();

-- What a payment says it is for; applied once the hub knows the invoice.
create table remittance (
  system      text not null,
  payment_id  text not null,
  invoice_id  text not null,
  amount      numeric(20, 6) not null check (amount > 0),
  taken       boolean not null default false,
  primary key (system, payment_id, invoice_id),
  foreign key (system, payment_id) references payment
);
create index remittance_open on remittance (system, invoice_id) where not taken;

create table cash_application (
  system      text not null,
  payment_id  text not null,
  document_id text not null references document,
  thread_id   text not null,
  amount      numeric(20, 6) not null check (amount > 0),
  currency    char(3) not null,
  at          timestamptz not null,
  primary key (system, payment_id, document_id),
  foreign key (system, payment_id) references payment
);
create index cash_application_thread on cash_application (thread_id);
create trigger cash_application_insert_only before update or delete on cash_application for each row execute function refuse_change();

create table posting (
  id          bigint generated always as identity primary key,
  journal_id  text not null,
  line_no     int not null,
  rule        text not null,
  thread_id   text not null,
  source_id   text not null,
  account     text not null,
  debit       numeric(20, 6) not null default 0 check (debit >= 0),
  credit      numeric(20, 6) not null default 0 check (credit >= 0),
  currency    char(3) not null,
  period      char(7) not null,
  at          timestamptz not null,
  unique (journal_id, line_no)
);
create index posting_thread on posting (thread_id);
create trigger posting_insert_only before update or delete on posting for each row execute function refuse_change();

create function journal_balances() returns trigger language plpgsql as $$
begin
  if (select sum(debit) <> sum(credit) from posting where journal_id = new.journal_id) then
    raise exception 'journal % does not balance', new.journal_id using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger posting_balances after insert on posting deferrable initially deferred for each row execute function journal_balances();
