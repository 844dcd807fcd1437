-- What the kept sums come to for the whole firm, and how many engagements, journeys and documents stand where, so that overview and totals
-- read some rows and not one an engagement (docs/adr/0047). Rows are only added, as those of the tallies are; folding makes them fewer.
create table total (
  id       bigint generated always as identity primary key,
  what     text not null,
  word     text not null, -- the part, the state or the stage
  currency char(3),
  n        numeric not null
);

-- What a row of a tally adds to which total.
create function total_parts(t tally) returns table (what text, word text, currency char(3), n numeric) language sql immutable as $$
  select p.what, p.word, t.currency, p.n
  from (values ('minutes', 'approved', t.approved::numeric), ('minutes', 'invoiced', t.invoiced), ('minutes', 'unbilled', t.unbilled), ('minutes', 'held', t.held), ('minutes', 'written_off', t.written_off),
    ('minutes', 'covered', t.covered), ('minutes', 'non_billable', t.non_billable), ('at-rate', 'unbilled', t.unbilled_at_rate), ('at-rate', 'held', t.held_at_rate)) p (what, word, n)
  where p.what = 'minutes' or t.thread_id <> ''
$$;
create function total_parts(m money_tally) returns table (what text, word text, currency char(3), n numeric) language sql immutable as $$
  values ('documents', 'asked', m.currency, m.documents::numeric), ('money', 'invoiced', m.currency, m.drafted + m.billed), ('money', 'paid', m.currency, m.paid)
$$;
create function total_parts(e expense_tally) returns table (what text, word text, currency char(3), n numeric) language sql immutable as $$
  select p.what, p.word, e.currency, p.n from (values ('expenses', 'unbilled', e.to_bill), ('expenses', 'held', e.held_worth)) p (what, word, n) where e.thread_id <> ''
$$;

-- The last stage an engagement has reached on its way from quote to cash: how far the documents have come that are not discarded, else whether work began.
create view engagement_stage as
  select thread_id, case state when 'opening' then 'sold' when 'undone' then 'undone' else coalesce(
    (select case when sum(documents) > 0 then case when sum(settled) = sum(documents) then 'paid' when sum(posted) > 0 then 'invoiced' else 'drafted' end end from money_tally m where m.thread_id = e.thread_id),
    case when exists (select 1 from time_entry t where t.thread_id = e.thread_id and t.current) or exists (select 1 from billing_event b where b.thread_id = e.thread_id)
      or exists (select 1 from expense x where x.thread_id = e.thread_id and x.current) then 'delivering' else 'active' end) end as stage
  from engagement e;

-- The stage at which the totals count an engagement, and the engagements whose stage has to be looked at again.
create table stage_counted (
  thread_id text primary key,
  stage     text -- absent: counted at none
);
create table stage_due (
  id        bigint generated always as identity primary key,
  thread_id text not null
);

-- What is folded goes from an engagement's rows to the totals, in the statement that folds it.
create function total_folded() returns trigger language plpgsql as $$
begin
  execute format(
    'with due as (insert into stage_due (thread_id) select distinct thread_id from gone where not folded)
     insert into total (what, word, currency, n) select p.what, p.word, p.currency, sum(p.n) from gone g, lateral total_parts(row(g.*)::%I) p where not g.folded group by 1, 2, 3', tg_table_name);
  return null;
end $$;
create trigger tally_total after delete on tally referencing old table as gone for each statement execute function total_folded();
create trigger money_tally_total after delete on money_tally referencing old table as gone for each statement execute function total_folded();
create trigger expense_tally_total after delete on expense_tally referencing old table as gone for each statement execute function total_folded();

create function total_state() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into total (what, word, n) values (tg_table_name, old.state, -1); end if;
  if tg_op <> 'DELETE' then insert into total (what, word, n) values (tg_table_name, new.state, 1); end if;
  return null;
end $$;
create trigger journey_total_in after insert or delete on journey for each row execute function total_state();
create trigger journey_total_change after update on journey for each row when (old.state <> new.state) execute function total_state();
create trigger document_total_in after insert or delete on document for each row execute function total_state();
create trigger document_total_change after update on document for each row when (old.state <> new.state) execute function total_state();

create function total_engagement() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into total (what, word, currency, n) values ('engagement', old.state, old.currency, -1), ('sold', old.state, old.currency, -coalesce(old.value, 0)); end if;
  if tg_op <> 'DELETE' then insert into total (what, word, currency, n) values ('engagement', new.state, new.currency, 1), ('sold', new.state, new.currency, coalesce(new.value, 0)); end if;
  insert into stage_due (thread_id) values (coalesce(new.thread_id, old.thread_id));
  return null;
end $$;
create trigger engagement_total_in after insert or delete on engagement for each row execute function total_engagement();
create trigger engagement_total_change after update on engagement for each row when ((old.state, old.currency, old.value) is distinct from (new.state, new.currency, new.value)) execute function total_engagement();

create function stage_event() returns trigger language plpgsql as $$
begin
  insert into stage_due (thread_id) values (new.thread_id);
  return null;
end $$;
create trigger billing_event_stage after insert on billing_event for each row execute function stage_event();

-- The totals as they stand: what is folded, and what is not yet.
create view totals as
  select what, word, currency, n from total where what <> 'stage'
  union all select p.* from tally t, lateral total_parts(t) p where not t.folded
  union all select p.* from money_tally t, lateral total_parts(t) p where not t.folded
  union all select p.* from expense_tally t, lateral total_parts(t) p where not t.folded;

-- And how many engagements stand at which stage: those that may have moved are looked at.
create view stage_moved as
  select thread_id from stage_due union select thread_id from tally where not folded union select thread_id from money_tally where not folded union select thread_id from expense_tally where not folded;
create view stages as
  with moved as materialized (select thread_id from stage_moved)
  select word, sum(n) as n from (
    select word, n from total where what = 'stage'
    union all select stage, -1 from stage_counted where stage is not null and thread_id in (select thread_id from moved)
    union all select stage, 1 from engagement_stage where thread_id in (select thread_id from moved)
  ) parts group by 1;

-- The same counted from the rows themselves: the totals at their beginning, and what they are proved by.
create view totals_counted as
  select p.* from tally t, lateral total_parts(t) p
  union all select p.* from money_tally t, lateral total_parts(t) p
  union all select p.* from expense_tally t, lateral total_parts(t) p
  union all select 'journey', state, null, count(*) from journey group by 2
  union all select 'document', state, null, count(*) from document group by 2
  union all select 'engagement', state, currency, count(*) from engagement group by 2, 3
  union all select 'sold', state, currency, coalesce(sum(value), 0) from engagement group by 2, 3
  union all select 'stage', stage, null, count(*) from engagement_stage group by 2;

insert into stage_counted (thread_id, stage) select thread_id, stage from engagement_stage;
insert into total (what, word, currency, n)
  select what, word, currency, sum(n) from (
    select what, word, currency, n from totals_counted
    union all select p.what, p.word, p.currency, -p.n from tally t, lateral total_parts(t) p where not t.folded
    union all select p.what, p.word, p.currency, -p.n from money_tally t, lateral total_parts(t) p where not t.folded
    union all select p.what, p.word, p.currency, -p.n from expense_tally t, lateral total_parts(t) p where not t.folded
  ) parts group by 1, 2, 3;

-- Nobody counts by these any more.
drop index journey_state;
drop index document_state;
