-- Finance may take back what was applied here of a payment, and says why. From then on no rule applies anything of the payment.
alter table cash_decision
  add column reason text,
  add check (reason is null or amount < 0);
