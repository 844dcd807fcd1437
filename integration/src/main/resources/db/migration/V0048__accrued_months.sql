-- Whether what contracts are carried at was posted with the close.
alter table closed_month add column accrued boolean not null default false;
create or replace view sealed_month as
  select * from closed_month c where not exists (select 1 from reopened_month r where r.entity = c.entity and r.month = c.month and r.seal = c.seal);
