-- A credit note of an amount, and of no work: a part that is given up.
alter table document drop constraint document_origin_check;
alter table document add constraint document_origin_check check (origin in ('time', 'milestone', 'expense', 'recurring', 'voided', 'concession'));
