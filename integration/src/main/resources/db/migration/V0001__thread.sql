-- What arrives, what is done about it, and what it left at every hop. Rows marked insert-only are kept so by a trigger.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create table evidence (
  id           bigint generated always as identity primary key,
  source       text not null,
  feed         text not null,
  event_id     text not null,
  body         bytea not null,
  sha256       text not null,
  state        text not null default 'new' check (state in ('new', 'queued', 'read')),
  outcome      jsonb,
  traceparent  text,
  received_at  timestamptz not null,
  read_at      timestamptz,
  unique (source, event_id)
);
create index evidence_waiting on evidence (id) where state = 'new';

create table poller (
  system       text not null,
  feed         text not null,
  cursor       jsonb not null default '{}',
  fence        bigint not null default 0,
  leased_until timestamptz not null default 'epoch',
  due_at       timestamptz not null default 'epoch',
  polled_at    timestamptz,
  items        bigint not null default 0,
  failures     int not null default 0,
  problem      text,
  primary key (system, feed)
);

create table engagement (
  thread_id          text primary key,
  deal_system        text not null,
  deal_id            text not null,
  name               text not null,
  client             text,
  contracting_entity text,
  currency           char(3),
  value              numeric(20, 6),
  state              text not null check (state in ('opening', 'active', 'undone', 'closed')),
  terms              jsonb,
  zone               text,
  project_system     text,
  project_id         text,
  customer_id        text,
  contract_id        text,
  erp_project_id     text,
  won_at             timestamptz not null,
  activated_at       timestamptz,
  unique (deal_system, deal_id)
);
create unique index engagement_project on engagement (project_system, project_id) where project_id is not null;

create table fact (
  id              bigint generated always as identity primary key,
  kind            text not null,
  source          text not null,
  fact_key        text not null,
  version         text collate "C" not null,
  sha256          text not null,
  body            jsonb not null,
  evidence_id     bigint references evidence,
  mapping_version text,
  thread_id       text,
  recorded_at     timestamptz not null,
  unique (kind, source, fact_key, version)
);
create index fact_thread on fact (thread_id);
create trigger fact_insert_only before update or delete on fact for each row execute function refuse_change();

create table crosswalk (
  kind        text not null,
  ours        text not null,
  system      text not null,
  theirs      text not null,
  thread_id   text,
  recorded_at timestamptz not null,
  primary key (kind, system, theirs, ours)
);
create index crosswalk_ours on crosswalk (ours);
create index crosswalk_thread on crosswalk (thread_id);

create table checkpoint (
  id              bigint generated always as identity primary key,
  thread_id       text,
  journey_id      text,
  step            text not null,
  system          text,
  operation       text,
  source_id       text,
  target_id       text,
  outcome         text not null,
  detail          text,
  amount          numeric(20, 6),
  currency        char(3),
  mapping_version text,
  effect_key      text,
  at              timestamptz not null
);
create index checkpoint_thread on checkpoint (thread_id, id);
create trigger checkpoint_insert_only before update or delete on checkpoint for each row execute function refuse_change();

create table journey (
  id           text primary key,
  plan         text not null,
  plan_version int not null,
  business_key text not null unique,
  thread_id    text not null,
  trigger_body text not null,
  state        text not null check (state in ('running', 'waiting', 'held', 'undoing', 'done', 'undone')),
  position     int not null default 0,
  item         int not null default 0,
  generation   int not null default 0,
  awaiting     text,
  approved_by  text,
  undo_asked   text,
  started_at   timestamptz not null,
  changed_at   timestamptz not null,
  version      bigint not null default 0
);
create index journey_thread on journey (thread_id);
create index journey_open on journey (state, changed_at) where state not in ('done', 'undone');

create table journey_answer (
  journey_id text not null references journey,
  step       text not null,
  item       int not null,
  generation int not null,
  command    text,
  answer     text not null,
  at         timestamptz not null,
  primary key (journey_id, step, item, generation)
);
create trigger journey_answer_insert_only before update or delete on journey_answer for each row execute function refuse_change();

create table attempt (
  effect_key  text primary key,
  journey_id  text not null,
  thread_id   text not null,
  step        text not null,
  system      text not null,
  operation   text not null,
  request     text not null,
  tries       int not null default 0,
  effect      text not null default 'none' check (effect in ('none', 'unknown', 'applied')),
  withdrawn   boolean not null default false,
  problem     text,
  first_at    timestamptz not null,
  last_at     timestamptz not null
);
create index attempt_journey on attempt (journey_id);

create table receipt (
  effect_key      text primary key references attempt,
  thread_id       text not null,
  system          text not null,
  operation       text not null,
  target_id       text,
  answer          text not null,
  mapping_version text,
  at              timestamptz not null
);
create trigger receipt_insert_only before update or delete on receipt for each row execute function refuse_change();

create table waiting (
  id         bigint generated always as identity primary key,
  system     text not null,
  role       text not null,
  effect_key text not null unique,
  thread_id  text not null,
  envelope   text not null,
  code       text not null,
  reason     text,
  due_at     timestamptz not null,
  since      timestamptz not null
);
create index waiting_due on waiting (system, due_at, id);

create table exception_item (
  id          bigint generated always as identity primary key,
  subject     text not null,
  subject_id  text not null,
  thread_id   text,
  journey_id  text,
  evidence_id bigint,
  code        text not null,
  reason      text not null,
  owner       text not null,
  customer    text,
  amount      numeric(20, 6),
  currency    char(3),
  at_risk_on  date,
  fields      jsonb not null default '[]',
  state       text not null default 'open' check (state in ('open', 'resolved')),
  assigned_to text,
  raised_at   timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  resolution  text
);
create unique index exception_open on exception_item (subject, subject_id) where state = 'open';
create index exception_thread on exception_item (thread_id);

create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  actor   text not null,
  action  text not null,
  subject text not null,
  detail  jsonb not null default '{}'
);
create index audit_subject on audit (subject);
create trigger audit_insert_only before update or delete on audit for each row execute function refuse_change();

create table idempotency (
  key_hash    text primary key,
  fingerprint text not null,
  state       text not null check (state in ('in-progress', 'done')),
  status      int,
  headers     text,
  body        text,
  lease_until timestamptz not null,
  expires_at  timestamptz not null
);
