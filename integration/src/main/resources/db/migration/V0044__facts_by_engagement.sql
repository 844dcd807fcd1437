-- The facts of a closed month, engagement by engagement: what is of none has no thread. A month that was sealed before has all of them in one text.
create table month_facts (
  sha256 text primary key,
  facts  text not null
);
create trigger month_facts_insert_only before update or delete on month_facts for each row execute function refuse_change();

create table closed_month_part (
  entity    text not null,
  month     char(7) not null,
  thread_id text not null,
  sha256    text not null references month_facts,
  primary key (entity, month, thread_id)
);
create trigger closed_month_part_insert_only before update or delete on closed_month_part for each row execute function refuse_change();

alter table closed_month alter column facts drop not null;
