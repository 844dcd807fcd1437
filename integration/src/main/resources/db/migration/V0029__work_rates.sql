-- The rates that the system of delivery keeps, found by their project.
create index fact_work_rate on fact (source, (body ->> 'projectId')) where kind = 'work-rate';
