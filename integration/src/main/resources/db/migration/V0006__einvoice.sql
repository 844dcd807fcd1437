-- E-invoices as they leave the hub: the bytes that passed the official rules; insert-only.

create table einvoice (
  document_id text primary key references document,
  number      text not null,
  rules       text not null,
  sha256      text not null,
  body        bytea not null,
  at          timestamptz not null
);
create trigger einvoice_insert_only before update or delete on einvoice for each row execute function refuse_change();
