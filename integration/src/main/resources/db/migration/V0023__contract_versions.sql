-- The versions of an engagement's contract: what was sold is 1, each change order makes another.
create table contract_version (
  thread_id   text not null,
  version     int not null check (version > 0),
  source      text not null,
  change_deal text, -- the won deal that says the change; absent for what was sold
  state       text not null check (state in ('waiting', 'pending', 'in-force', 'withdrawn')),
  terms       jsonb not null, -- what was sold, or the change as it was told
  value       numeric(20, 6), -- of the whole contract with it; absent until it is its turn
  journey_id  text,
  told_at     timestamptz not null,
  begun_at    timestamptz, -- from here systems may have been told
  in_force_at timestamptz,
  primary key (thread_id, version),
  check ((version = 1) = (change_deal is null))
);
create index contract_version_change on contract_version (source, change_deal);
create unique index contract_version_pending on contract_version (thread_id) where state = 'pending';

insert into contract_version (thread_id, version, source, state, terms, value, told_at, begun_at, in_force_at)
  select thread_id, 1, deal_system, 'in-force', terms, value, won_at, activated_at, activated_at from engagement where terms is not null and activated_at is not null;
