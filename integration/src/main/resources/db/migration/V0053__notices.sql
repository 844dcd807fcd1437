-- What people were told of exception items, each item once; insert-only.
create table notice (
  id      bigint generated always as identity primary key,
  told_to text not null,
  items   int not null,
  title   text not null,
  text    text not null,
  made_at timestamptz not null
);
create index notice_told_to on notice (told_to, made_at);
create trigger notice_insert_only before update or delete on notice for each row execute function refuse_change();

create table notice_item (
  item_id   bigint not null references exception_item,
  told_to   text not null,
  notice_id bigint not null references notice,
  primary key (item_id, told_to)
);
create trigger notice_item_insert_only before update or delete on notice_item for each row execute function refuse_change();
