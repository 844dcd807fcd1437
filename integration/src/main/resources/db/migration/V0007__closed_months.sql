-- A posting as its journal has it, so that the stored journal is the one that a replay of the facts must give again.
alter table posting
  add column entity        text,
  add column posted_on     date,
  add column original_on   date,
  add column base          numeric(20, 6),
  add column base_currency char(3),
  add column reference     text;
create index posting_period on posting (entity, period);

-- A closed month of a legal entity: the facts its journals follow from, both hashes, and the rules that made them; insert-only.
create table closed_month (
  entity          text not null,
  month           char(7) not null,
  stream          text not null check (stream = 'ledger'),
  rules           text not null,
  facts           text not null,
  facts_sha256    text not null,
  journals        int not null,
  journals_sha256 text not null,
  closed_by       text not null,
  closed_at       timestamptz not null,
  primary key (entity, month, stream)
);
create trigger closed_month_insert_only before update or delete on closed_month for each row execute function refuse_change();
