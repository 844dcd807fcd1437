-- What has to be remembered of systems that call the hub by themselves.

-- Secrets that a system chose when it introduced itself, sealed by a configured one.
create table hook_secret (
  id      bigint generated always as identity primary key,
  system  text not null,
  sealed  text not null,
  kept_at timestamptz not null
);
create index hook_secret_system on hook_secret (system);

-- Messages that came, by the hash of the system's own id; a repeat is known for a week.
create table hook_message (
  system      text not null,
  message     text not null,
  received_at timestamptz not null,
  primary key (system, message)
);
create index hook_message_received on hook_message (received_at);
