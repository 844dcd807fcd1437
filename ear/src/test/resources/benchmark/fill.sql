-- Engagements %1$d up to %2$d, copied from the one that was really opened (%3$s), each with 800 entries of time: three quarters of them
-- billed on three invoices, two of those paid. The first is written through every constraint and trigger, as the hub writes; the others are
-- its equals, with the tally its triggers made, and are written without asking again.
insert into engagement (thread_id, deal_system, deal_id, name, client, contracting_entity, currency, value, state, terms, zone, project_system, project_id, erp_system, customer_id, contract_id, erp_project_id, won_at, activated_at)
  select 'B-' || n, deal_system, 'B-' || n, 'Engagement ' || n, 'Client ' || n %% 500, contracting_entity, currency, value, 'active', terms, zone, project_system, 'B-' || n, erp_system, customer_id, contract_id, erp_project_id,
         won_at - n * interval '1 minute', activated_at - n * interval '1 minute'
  from engagement, generate_series(%1$d, %2$d - 1) n where thread_id = '%3$s';

insert into crosswalk (kind, ours, system, theirs, thread_id, recorded_at)
  select kind, case when ours like '%%%3$s%%' then replace(ours, '%3$s', 'B-' || n) else ours || '-' || n end, system, theirs || '-' || n, 'B-' || n, recorded_at from crosswalk, generate_series(%1$d, %2$d - 1) n where thread_id = '%3$s';

insert into checkpoint (thread_id, journey_id, step, system, operation, source_id, target_id, outcome, detail, mapping_version, at)
  select 'B-' || n, 'J-' || n, step, system, operation, source_id, target_id, outcome, detail, mapping_version, at from checkpoint, generate_series(%1$d, %2$d - 1) n where thread_id = '%3$s';

insert into journey (id, plan, plan_version, business_key, thread_id, trigger_body, state, position, started_at, changed_at)
  select 'J-' || n, plan, plan_version, 'B-' || n, 'B-' || n, trigger_body, state, position, started_at, changed_at from journey, generate_series(%1$d, %2$d - 1) n
  where thread_id = '%3$s' and plan = 'engagement-opening';

insert into attempt (effect_key, journey_id, thread_id, step, system, operation, request, tries, effect, first_at, last_at)
  select effect_key || '-' || n, 'J-' || n, 'B-' || n, step, system, operation, request, tries, effect, first_at, last_at from attempt, generate_series(%1$d, %2$d - 1) n where thread_id = '%3$s';

insert into receipt (effect_key, thread_id, system, operation, target_id, answer, at)
  select effect_key || '-' || n, 'B-' || n, system, operation, target_id, answer, at from receipt, generate_series(%1$d, %2$d - 1) n where thread_id = '%3$s';

insert into fact (kind, source, fact_key, version, sha256, body, evidence_id, mapping_version, thread_id, recorded_at)
  select kind, source, 'B-' || n, version, sha256, body, evidence_id, mapping_version, 'B-' || n, recorded_at from fact, generate_series(%1$d, %2$d - 1) n where thread_id = '%3$s' and kind = 'won-deal';

-- four pages of 200 entries each
insert into evidence (source, feed, event_id, body, sha256, state, received_at, read_at)
  select 'kantata', 'time', 'B-' || n || '-' || page, decode(repeat('00', 1000), 'hex'), 'filled', 'read', now(), now() from generate_series(%1$d, %2$d - 1) n, generate_series(1, 4) page;

-- of a hundred entries two are held, three not billable
insert into time_entry (source, entry_id, version, sha256, current, thread_id, line_id, project_id, task_id, person_id, work_date, minutes, state, rate, currency, hold_code, hold_reason, evidence_id, received_at)
  select 'kantata', 'B-' || n || '-' || i, '1', 'filled', true, 'B-' || n, case when i %% 100 < 98 then '%4$s' end, 'B-' || n, 'B-' || n, 'person-' || i %% 8, date '2026-01-05' + i / 8, 60 * (1 + i %% 8),
         case when i %% 100 >= 98 then 'held' when i %% 100 >= 95 then 'non-billable' else 'billable' end, case when i %% 100 < 95 then 150 end, case when i %% 100 < 95 then 'EUR' end,
         case when i %% 100 >= 98 then 'RATE_MISSING' end, case when i %% 100 >= 98 then 'no rate' end, null, now()
  from generate_series(%1$d, %2$d - 1) n, generate_series(0, 799) i;

insert into document (id, thread_id, origin, type, journey_id, state, currency, net, invoiced_on, due_on, erp_system, erp_id, number, paid, created_at, tax, booked_at)
  select 'B-' || n || '-' || d, 'B-' || n, 'time', 'invoice', 'J-' || n, case when d < 2 then 'paid' else 'posted' end, 'EUR', 0, date '2026-01-31' + d * 30, date '2026-03-02' + d * 30, 'netsuite',
         'B-' || n || '-' || d, 'INV-' || n || '-' || d, 0, now(), 0, now()
  from generate_series(%1$d, %2$d - 1) n, generate_series(0, 2) d;

insert into document_line (document_id, line_no, line_id, description, person_id, minutes, rate, amount)
  select 'B-' || n || '-' || i / 200, 1 + i %% 8, '%4$s', 'Consulting', 'person-' || i %% 8, sum(60 * (1 + i %% 8)), 150, sum(150 * (1 + i %% 8))
  from generate_series(%1$d, %2$d - 1) n, generate_series(0, 599) i where i %% 100 < 95 group by n, i / 200, i %% 8;

insert into allocation (document_id, line_no, thread_id, source, entry_id, version, minutes, at)
  select 'B-' || n || '-' || i / 200, 1 + i %% 8, 'B-' || n, 'kantata', 'B-' || n || '-' || i, '1', 60 * (1 + i %% 8), now()
  from generate_series(%1$d, %2$d - 1) n, generate_series(0, 599) i where i %% 100 < 95;

update document d set net = l.net, paid = case when d.state = 'paid' then l.net else 0 end
  from (select document_id, sum(amount) as net from document_line group by 1) l where l.document_id = d.id and d.net = 0 and d.thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into payment (system, payment_id, amount, currency, received_on, recorded_at)
  select 'netsuite', id, net, currency, due_on, now() from document where state = 'paid' and thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into remittance (system, payment_id, invoice_id, amount, taken, no, moved_on)
  select 'netsuite', id, erp_id, net, true, 1, due_on from document where state = 'paid' and thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into fact (kind, source, fact_key, version, sha256, body, thread_id, recorded_at)
  select 'payment', 'netsuite', id, '1', 'filled', '{}', thread_id, now() from document where state = 'paid' and thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into attempt (effect_key, journey_id, thread_id, step, system, operation, request, tries, effect, first_at, last_at)
  select 'invoice ' || id, journey_id, thread_id, 'createInvoice', erp_system, 'createInvoice', '{}', 1, 'applied', now(), now() from document where thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into receipt (effect_key, thread_id, system, operation, target_id, answer, at)
  select 'invoice ' || id, thread_id, erp_system, 'createInvoice', erp_id, '{}', now() from document where thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into cash_application (system, payment_id, document_id, no, thread_id, amount, currency, at)
  select 'netsuite', id, id, 1, thread_id, net, currency, now() from document where state = 'paid' and thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into posting (journal_id, line_no, rule, thread_id, source_id, account, debit, credit, currency, period, at)
  select 'JRN-' || id, side, 'invoice', thread_id, id, case side when 1 then 'AR' else 'REV' end, case side when 1 then net else 0 end, case side when 2 then net else 0 end, currency, '2026-01', now()
  from document, generate_series(1, 2) side where thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into posting (journal_id, line_no, rule, thread_id, source_id, account, debit, credit, currency, period, at)
  select 'JRN-' || id || '-paid', side, 'J8', thread_id, share_source(id, id, 1), case side when 1 then 'CASH' else 'AR' end, case side when 1 then net else 0 end, case side when 2 then net else 0 end, currency, '2026-03', now()
  from document, generate_series(1, 2) side where state = 'paid' and thread_id in (select 'B-' || n from generate_series(%1$d, %2$d - 1) n);

insert into tally (thread_id, currency, folded, entries, approved, invoiced, unbilled, held, written_off, covered, non_billable, unbilled_at_rate, held_at_rate)
  select 'B-' || n, currency, true, sum(entries), sum(approved), sum(invoiced), sum(unbilled), sum(held), sum(written_off), sum(covered), sum(non_billable), sum(unbilled_at_rate), sum(held_at_rate)
  from tally, generate_series(greatest(1, %1$d), %2$d - 1) n where thread_id = 'B-0' group by n, currency;

insert into open_time (thread_id, currency, work_date, folded, minutes, at_rate)
  select 'B-' || n, currency, work_date, true, sum(minutes), sum(at_rate)
  from open_time, generate_series(greatest(1, %1$d), %2$d - 1) n where thread_id = 'B-0' group by n, currency, work_date having sum(minutes) <> 0;

insert into money_tally (thread_id, currency, folded, documents, posted, settled, drafted, billed, paid, revenue, asset)
  select 'B-' || n, currency, true, sum(documents), sum(posted), sum(settled), sum(drafted), sum(billed), sum(paid), sum(revenue), sum(asset)
  from money_tally, generate_series(greatest(1, %1$d), %2$d - 1) n where thread_id = 'B-0' group by n, currency;
