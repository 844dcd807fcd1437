-- what is left of each journal, and of what the close of a month accrued of a contract, once it is taken back
select journal_id, currency, sum(debit) - sum(credit) as residual from posting group by journal_id, currency
union all
select entity || ' ' || source_id || ' ' || thread_id || ' ' || account, currency, sum(debit) - sum(credit) from posting where rule = 'J25' group by entity, source_id, thread_id, account, currency
