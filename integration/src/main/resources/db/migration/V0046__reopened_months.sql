-- A closed month that is opened again: what was sealed is kept, and the next close seals it under the next number.
alter table closed_month add column seal int not null default 1;
alter table closed_month drop constraint closed_month_pkey, add primary key (entity, month, stream, seal);
alter table closed_month_part add column seal int not null default 1;
alter table closed_month_part drop constraint closed_month_part_pkey, add primary key (entity, month, seal, thread_id);

create table reopened_month (
  entity      text not null,
  month       char(7) not null,
  seal        int not null,
  reason      text not null,
  reopened_by text not null,
  reopened_at timestamptz not null,
  primary key (entity, month, seal)
);
create trigger reopened_month_insert_only before update or delete on reopened_month for each row execute function refuse_change();

-- The months that are closed now.
create view sealed_month as
  select * from closed_month c where not exists (select 1 from reopened_month r where r.entity = c.entity and r.month = c.month and r.seal = c.seal);
