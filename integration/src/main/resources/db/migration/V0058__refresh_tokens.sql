-- The newest refresh token of an account, by the hash of system and configured token that it descends from; sealed null: that one was not exchanged yet.
create table refresh_token (
  origin       text primary key,
  system       text not null,
  sealed       text,
  fence        bigint not null default 0,
  leased_until timestamptz not null default 'epoch',
  asked_at     timestamptz
);
