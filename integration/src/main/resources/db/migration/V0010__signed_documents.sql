-- What was signed: the hash of the document's bytes, and where it is filed.
create table signed_document (
  system       text not null,
  signature_id text not null,
  thread_id    text not null,
  name         text,
  sha256       text not null,
  bytes        int not null,
  media_type   text not null,
  completed_at timestamptz,
  kept_at      timestamptz not null,
  filed_in     text,
  file_id      text,
  file_address text,
  filed_at     timestamptz,
  primary key (system, signature_id)
);
create index signed_document_thread on signed_document (thread_id);
