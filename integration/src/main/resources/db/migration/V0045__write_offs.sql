-- Time that is given up: proposed by one, approved by another, and taken back if it was a mistake.
create table write_off (
  id          bigint generated always as identity primary key,
  thread_id   text not null references engagement,
  reason      text not null,
  state       text not null check (state in ('proposed', 'approved', 'declined', 'taken-back')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  check ((state = 'proposed') = (decided_at is null))
);
create index write_off_thread on write_off (thread_id);

-- What was chosen; `written` is what the approval found as it had been proposed.
create table write_off_entry (
  write_off_id bigint not null references write_off,
  source       text not null,
  entry_id     text not null,
  version      text not null collate "C",
  minutes      int not null,
  amount       numeric(20, 6),
  currency     char(3),
  written      boolean not null default false,
  primary key (write_off_id, source, entry_id)
);
create index write_off_entry_of on write_off_entry (source, entry_id);
