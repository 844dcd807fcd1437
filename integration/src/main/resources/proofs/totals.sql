-- where what is kept for the whole firm is not what its rows add up to
with kept as (
  select what, word, currency, sum(n) as n from (select what, word, currency, n from totals union all select 'stage', word, null, n from stages) k group by 1, 2, 3
), counted as (
  select what, word, currency, sum(n) as n from totals_counted group by 1, 2, 3
)
select '' as subject, coalesce(k.n, 0) - coalesce(c.n, 0) as residual, 'kept total of ' || coalesce(k.what, c.what) || ' ' || coalesce(k.word, c.word) || coalesce(' in ' || coalesce(k.currency, c.currency), '') || ' differs' as detail
from kept k full join counted c on c.what = k.what and c.word = k.word and coalesce(c.currency, '') = coalesce(k.currency, '')
where coalesce(k.n, 0) <> coalesce(c.n, 0)
union all
select s.thread_id, 1, 'counted at ' || coalesce(c.stage, 'no stage') || ', but is ' || s.stage
  from engagement_stage s left join stage_counted c using (thread_id)
  where c.stage is distinct from s.stage and s.thread_id not in (select thread_id from stage_moved)
order by 1, 3
