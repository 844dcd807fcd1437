-- How far the journals of a closed month were handed over to the ERP, where the entity's journals are posted.
create table ledger_handover (
  entity       text not null,
  month        char(7) not null,
  last_journal text not null,
  done_at      timestamptz,
  primary key (entity, month)
);
