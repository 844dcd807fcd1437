-- The subscriptions that systems should have to the hub's address, and what became of each.
create table subscription (
  system          text not null,
  scope           text not null, -- a project's id, or 'account'
  subscription_id text,          -- absent until it was seen at the system
  ends_at         timestamptz,
  asked_at        timestamptz,   -- asked for, and nobody knows yet whether it is there
  seen_at         timestamptz,
  drifts          int not null default 0,
  drift           text,
  drift_at        timestamptz,
  primary key (system, scope)
);
