-- effects, and what the systems answered; then our records, and what they are called there
select a.effect_key as effect, a.system || ' ' || a.operation as system, a.effect = 'applied' as applied, r.effect_key is not null as answered, coalesce(r.target_id, '') as target
from attempt a left join receipt r using (effect_key)
union all
select c.kind || ' of ' || c.ours, c.system, true, true, c.theirs from crosswalk c where c.kind not like 'find%'
