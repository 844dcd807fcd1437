-- Systems that an operator has stopped traffic to: for every node, and through a restart.
create table paused_system (
  system text primary key,
  paused_at timestamptz not null
);
