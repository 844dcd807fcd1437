-- Engagements that were begun elsewhere: from which day they are carried on here, and what was billed of each line before. Absent: it was opened here.
alter table engagement add column taken_over jsonb;
