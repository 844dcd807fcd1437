-- where the kept sums of documents and of the ledger are not what their rows add up to, and an engagement's value is not that of the version of its contract that counts
with agreed as (
  select thread_id, (array_agg(value order by in_force_at desc, version desc))[1] as value from contract_version where state = 'in-force' group by 1
), kept as (
  select thread_id, currency, sum(documents) as documents, sum(posted) as posted, sum(settled) as settled, sum(drafted) as drafted, sum(billed) as billed, sum(paid) as paid, sum(revenue) as revenue, sum(asset) as asset
  from money_tally group by 1, 2
), differences as (
  select coalesce(k.thread_id, c.thread_id) as thread_id, coalesce(k.currency, c.currency) as currency, d.what, coalesce(d.kept, 0) - coalesce(d.counted, 0) as residual
  from kept k full join money_tally_counted c on c.thread_id = k.thread_id and c.currency = k.currency,
    lateral (values ('documents', k.documents, c.documents), ('posted documents', k.posted, c.posted), ('paid documents', k.settled, c.settled), ('drafts', k.drafted, c.drafted), ('billed', k.billed, c.billed),
      ('paid', k.paid, c.paid), ('revenue', k.revenue, c.revenue), ('contract asset', k.asset, c.asset)) d (what, kept, counted)
)
select thread_id as subject, residual, 'kept sum of ' || what || ' in ' || currency || ' differs' as detail from differences where residual <> 0
union all
select thread_id, e.value - a.value, 'its contract is worth ' || a.value from engagement e join agreed a using (thread_id) where e.value <> a.value
order by 1, 3
