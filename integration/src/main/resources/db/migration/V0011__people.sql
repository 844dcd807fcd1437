-- Who works for the firm: what holds from which day on, and under which id each books time.
create table person (
  source    text not null,
  person_id text not null,
  email     text,
  name      text,
  state     text not null,
  version   text collate "C" not null,
  primary key (source, person_id)
);
create index person_email on person (lower(email));

create table person_term (
  id             bigint generated always as identity primary key,
  source         text not null,
  person_id      text not null,
  kind           text not null check (kind in ('employment', 'cost-rate')),
  valid_from     date not null,
  entity         text,
  department     text,
  title          text,
  weekly_minutes bigint,
  amount         numeric(20, 6),
  currency       char(3),
  per            text,
  yearly_minutes bigint,
  hourly_cost    numeric(20, 6),
  version        text collate "C" not null,
  current        boolean not null default true,
  foreign key (source, person_id) references person,
  check (kind <> 'employment' or entity is not null),
  check (kind <> 'cost-rate' or (hourly_cost is not null and currency is not null))
);
create unique index person_term_current on person_term (source, person_id, kind, valid_from) where current;

create table person_leave (
  source    text not null,
  leave_id  text not null,
  person_id text not null,
  start_on  date not null,
  end_on    date not null,
  state     text not null,
  minutes   bigint,
  version   text collate "C" not null,
  primary key (source, leave_id)
);
create index person_leave_person on person_leave (source, person_id, start_on);

create table member (
  system    text not null,
  member_id text not null,
  email     text not null,
  name      text,
  primary key (system, member_id)
);
create index member_email on member (lower(email));

-- Every approved entry with the person behind it, and with the entity and the cost of its work date.
create view labour as
select t.thread_id, t.source, t.entry_id, t.person_id as member_id, t.work_date, t.minutes, p.source as people, p.person_id, coalesce(p.name, m.name) as name, e.entity, c.hourly_cost, c.currency
  from time_entry t
  left join member m on m.system = t.source and m.member_id = t.person_id
  left join lateral (select * from person where lower(email) = lower(m.email) order by state, source, person_id limit 1) p on true
  left join lateral (select entity from person_term where source = p.source and person_id = p.person_id and kind = 'employment' and current and valid_from <= t.work_date order by valid_from desc limit 1) e on true
  left join lateral (select hourly_cost, currency from person_term where source = p.source and person_id = p.person_id and kind = 'cost-rate' and current and valid_from <= t.work_date order by valid_from desc limit 1) c on true
 where t.current and t.state <> 'reopened' and t.thread_id is not null;
