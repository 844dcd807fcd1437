-- every journal balances in its currency
select journal_id as subject, sum(debit) - sum(credit) as residual, 'rule ' || min(rule) as detail from posting group by journal_id, currency
