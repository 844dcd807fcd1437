-- What an engagement's documents and its ledger add up to, kept as the sums of time are (docs/adr/0012): how far its bills have come, what
-- they ask, what was paid, what was earned.
create table money_tally (
  id        bigint generated always as identity primary key,
  thread_id text not null,
  currency  char(3) not null,
  folded    boolean not null default false,
  documents int not null default 0, -- those that are not discarded
  posted    int not null default 0, -- of these: posted or paid
  settled   int not null default 0, -- of these: paid
  drafted   numeric not null default 0, -- net of drafts and what is released
  billed    numeric not null default 0, -- net of what is posted or paid
  paid      numeric not null default 0,
  revenue   numeric not null default 0, -- credits less debits of REV
  asset     numeric not null default 0 -- debits less credits of CA
);
create index money_tally_thread on money_tally (thread_id);
create index money_tally_unfolded on money_tally (thread_id) where not folded;

create function tally_document() returns trigger language plpgsql as $$
declare
  side record;
begin
  for side in select * from (values ('entered', 1, tg_op <> 'DELETE'), ('gone', -1, tg_op <> 'INSERT')) s (rows, sign, given) where given loop
    execute format(
      $sums$insert into money_tally (thread_id, currency, documents, posted, settled, drafted, billed, paid)
        select thread_id, currency,
               %2$s * count(*),
               %2$s * count(*) filter (where state in ('posted', 'paid')),
               %2$s * count(*) filter (where state = 'paid'),
               %2$s * coalesce(sum(net) filter (where state in ('draft', 'released')), 0),
               %2$s * coalesce(sum(net) filter (where state in ('posted', 'paid')), 0),
               %2$s * sum(paid)
        from %1$I where state <> 'discarded' group by 1, 2$sums$, side.rows, side.sign);
  end loop;
  return null;
end $$;
create trigger document_tally_in after insert on document referencing new table as entered for each statement execute function tally_document();
create trigger document_tally_change after update on document referencing new table as entered old table as gone for each statement execute function tally_document();
create trigger document_tally_out after delete on document referencing old table as gone for each statement execute function tally_document();

create function tally_posting() returns trigger language plpgsql as $$
begin
  insert into money_tally (thread_id, currency, revenue, asset)
    select thread_id, currency, coalesce(sum(credit - debit) filter (where account = 'REV'), 0), coalesce(sum(debit - credit) filter (where account = 'CA'), 0)
    from entered where account in ('REV', 'CA') group by 1, 2;
  return null;
end $$;
create trigger posting_tally after insert on posting referencing new table as entered for each statement execute function tally_posting();

-- The same sums counted from the rows themselves: the tally at its beginning, and what it is proved by.
create view money_tally_counted as
  select thread_id, currency, sum(documents) as documents, sum(posted) as posted, sum(settled) as settled, sum(drafted) as drafted, sum(billed) as billed, sum(paid) as paid, sum(revenue) as revenue, sum(asset) as asset
  from (
    select thread_id, currency, 1 as documents, (state in ('posted', 'paid'))::int as posted, (state = 'paid')::int as settled, case when state in ('draft', 'released') then net else 0 end as drafted,
           case when state in ('posted', 'paid') then net else 0 end as billed, paid, 0 as revenue, 0 as asset
    from document where state <> 'discarded'
    union all
    select thread_id, currency, 0, 0, 0, 0, 0, 0, case account when 'REV' then credit - debit else 0 end, case account when 'CA' then debit - credit else 0 end
    from posting where account in ('REV', 'CA')
  ) parts group by 1, 2;

insert into money_tally (thread_id, currency, folded, documents, posted, settled, drafted, billed, paid, revenue, asset)
  select thread_id, currency, true, documents, posted, settled, drafted, billed, paid, revenue, asset from money_tally_counted;

-- Counts of documents read their states alone; amounts are asked of the sums.
drop index document_amounts;
create index document_state on document (state);
