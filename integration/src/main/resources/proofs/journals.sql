-- what is left of each journal
select journal_id, currency, sum(debit) - sum(credit) as residual from posting group by journal_id, currency
