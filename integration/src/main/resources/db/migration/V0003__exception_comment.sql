-- What people say about an exception while they work on it; insert-only.

create table exception_comment (
  id           bigint generated always as identity primary key,
  exception_id bigint not null references exception_item,
  at           timestamptz not null,
  actor        text not null,
  said         text not null
);
create index exception_comment_item on exception_comment (exception_id, id);
create trigger exception_comment_insert_only before update or delete on exception_comment for each row execute function refuse_change();

-- The list: largest amount at risk first, then the earliest date, then the oldest.
create index exception_worklist on exception_item ((-coalesce(amount, -1)), (coalesce(at_risk_on, date '9999-12-31')), id) where state = 'open';
-- Answers that may be forgotten.
create index idempotency_expired on idempotency (expires_at);
