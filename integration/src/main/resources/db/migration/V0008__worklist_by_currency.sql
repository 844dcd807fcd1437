-- Amounts of two currencies are not compared: the worklist goes currency by currency, and ends with what has no amount.
drop index exception_worklist;
create index exception_worklist on exception_item
  ((amount is null), (case when amount is null then '' else coalesce(currency, '') end), (-coalesce(amount, 0)), (coalesce(at_risk_on, date '9999-12-31')), id) where state = 'open';
