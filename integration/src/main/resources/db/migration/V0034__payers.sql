-- The customers for whom another pays, as told last.
create view paid_for as
  select f.source as system, f.fact_key as customer_id, f.body ->> 'payerId' as payer_id from fact f where f.kind = 'billing-account' and f.body ->> 'payerId' is not null
    and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source and newer.fact_key = f.fact_key and newer.version > f.version);

create index fact_paid_for on fact (fact_key) where kind = 'billing-account';
create index engagement_customer on engagement (customer_id);
