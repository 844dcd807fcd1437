-- where the kept sums of expenses are not what the rows add up to
with kept as (
  select thread_id, currency, sum(entries) as entries, sum(approved) as approved, sum(billed) as billed, sum(unbilled) as unbilled, sum(held) as held, sum(non_billable) as non_billable, sum(to_bill) as to_bill,
         sum(held_worth) as held_worth
  from expense_tally group by 1, 2
), counted as (
  select thread_id, currency, sum(entries) as entries, sum(approved) as approved, sum(billed) as billed, sum(unbilled) as unbilled, sum(held) as held, sum(non_billable) as non_billable, sum(to_bill) as to_bill,
         sum(held_worth) as held_worth
  from expense_tally_counted group by 1, 2
), differences as (
  select coalesce(k.thread_id, c.thread_id) as thread_id, coalesce(k.currency, c.currency) as currency, d.what, d.kept - d.counted as residual
  from kept k full join counted c using (thread_id, currency),
    lateral (values ('entries', coalesce(k.entries, 0), coalesce(c.entries, 0)), ('approved', coalesce(k.approved, 0), coalesce(c.approved, 0)), ('billed', coalesce(k.billed, 0), coalesce(c.billed, 0)),
      ('unbilled', coalesce(k.unbilled, 0), coalesce(c.unbilled, 0)), ('held', coalesce(k.held, 0), coalesce(c.held, 0)), ('not billable', coalesce(k.non_billable, 0), coalesce(c.non_billable, 0)),
      ('to bill', coalesce(k.to_bill, 0), coalesce(c.to_bill, 0)), ('held with its markup', coalesce(k.held_worth, 0), coalesce(c.held_worth, 0))) d (what, kept, counted)
)
select thread_id as subject, residual, 'kept sum of expenses ' || what || ' in ' || currency || ' differs' as detail from differences where residual <> 0
union all
select coalesce(k.thread_id, c.thread_id), coalesce(k.to_bill, 0) - coalesce(c.to_bill, 0), 'kept open expenses of ' || coalesce(k.incurred_on, c.incurred_on) || ' in ' || coalesce(k.currency, c.currency) || ' differ'
  from (select thread_id, currency, incurred_on, sum(to_bill) as to_bill from expense_tally where incurred_on is not null group by 1, 2, 3) k
    full join (select * from expense_tally_counted where to_bill <> 0) c using (thread_id, currency, incurred_on)
  where coalesce(k.to_bill, 0) <> coalesce(c.to_bill, 0)
order by 1, 3
