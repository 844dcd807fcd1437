-- What people look for is a part of a word: the parts of what an engagement, a document and an exception item are called are an index's work.
-- The extension is PostgreSQL's own; who owns the database may create it.
create extension if not exists pg_trgm;

create index engagement_sought on engagement using gin ((lower(thread_id || ' ' || name || ' ' || coalesce(client, '') || ' ' || deal_id || ' ' || coalesce(project_id, '') || ' ' || coalesce(customer_id, '') || ' ' || coalesce(contract_id, '') || ' ' || coalesce(erp_project_id, ''))) gin_trgm_ops);
create index document_sought on document using gin ((lower(id || ' ' || coalesce(number, '') || ' ' || coalesce(erp_id, ''))) gin_trgm_ops);
create index exception_sought on exception_item using gin ((lower(id || ' ' || coalesce(customer, '') || ' ' || reason || ' ' || code || ' ' || subject_id || ' ' || coalesce(journey_id, ''))) gin_trgm_ops);

-- All documents, the one drafted last first.
create index document_drafted on document (created_at, id);

-- How common a word is decides between an index of words and that of the order.
analyze engagement;
analyze document;
analyze exception_item;
