-- an effect that is there has one receipt, and one record at the target
select a.effect_key as subject,
       case when a.effect = 'applied' and r.effect_key is null then 1 when a.effect <> 'applied' and r.effect_key is not null then 1 else 0 end as residual,
       a.system || ' ' || a.operation || ' is ' || a.effect || case when r.effect_key is null then ' without a receipt' else '' end as detail
from attempt a left join receipt r using (effect_key)
union all
select c.ours, count(distinct c.theirs) - 1, c.system || ' has ' || count(distinct c.theirs) || ' records of one ' || c.kind
from crosswalk c where c.kind not like 'find%' group by c.ours, c.system, c.kind
