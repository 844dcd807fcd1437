-- Who was given which share of a sold line's time.
alter table person add column skills text[] not null default '{}';

create table assignment (
  thread_id       text not null references engagement,
  reference       text not null, -- thread id, colon, the sold line
  source          text not null,
  person_id       text not null,
  member_id       text not null,
  role            text not null,
  minutes         bigint not null check (minutes > 0),
  start_on        date not null,
  end_on          date not null,
  planned_revenue numeric(20, 6) not null,
  currency        char(3) not null,
  journey_id      text not null,
  assigned_at     timestamptz not null,
  primary key (reference, source, person_id),
  foreign key (source, person_id) references person
);
create index assignment_person on assignment (source, person_id, end_on);
create index assignment_thread on assignment (thread_id);
