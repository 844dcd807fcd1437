-- what was told of each payment, and what became of it: cash in the ledger, applied to documents, unapplied with who paid
with shares as (
  select r.system, r.payment_id, r.no, r.amount, d.id as document_id, share_source(r.payment_id, coalesce(d.id, r.invoice_id), r.no) as source_id
  from remittance r left join document d on d.erp_system = r.system and d.erp_id = r.invoice_id where r.taken
), ledger as (
  select source_id, sum(debit - credit) filter (where account = 'CASH') as cash, sum(credit - debit) filter (where account = 'UNAP') as unapplied from posting where rule in ('J8', 'J9') group by 1
)
select s.system || ':' || s.payment_id as id, p.currency, sum(s.amount) as told, coalesce(sum(l.cash), 0) as cash, coalesce(sum(c.amount), 0) as applied, coalesce(sum(l.unapplied), 0) as unapplied
from shares s join payment p using (system, payment_id) left join ledger l using (source_id)
  left join cash_application c on c.system = s.system and c.payment_id = s.payment_id and c.document_id = s.document_id and c.no = s.no group by 1, 2
