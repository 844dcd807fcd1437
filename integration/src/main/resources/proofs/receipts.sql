-- effects, and what the systems answered; then our records, and what they are called there (a client is a customer in each ERP), but for what a journey made that was taken back
select a.effect_key as subject, a.system || ' ' || a.operation as system, a.effect = 'applied' as applied, r.effect_key is not null as answered, coalesce(r.target_id, '') as target
from attempt a left join receipt r using (effect_key)
union all
select c.kind || ' of ' || c.ours || case c.kind when 'createCustomer' then ' in ' || c.system else '' end, c.system, true, true, c.theirs from crosswalk c where c.kind not like 'find%'
  and (c.kind, c.system, c.theirs) not in (
    select r.operation, r.system, r.target_id from receipt r join attempt a using (effect_key) join journey j on j.id = a.journey_id and j.generation > 0
      join checkpoint k on k.thread_id = j.thread_id and k.journey_id = j.id and k.outcome = 'undone' where r.target_id is not null group by 1, 2, 3 having max(r.at) <= max(k.at))
order by subject
