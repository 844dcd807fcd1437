-- What is looked up by a document, by the page it came from, or because nobody has read it, once there are a quarter's rows.

create index allocation_document on allocation (document_id, line_no);
create index document_line_credits on document_line (credits_document, credits_line) where credits_document is not null;
create index time_entry_evidence on time_entry (evidence_id);
create index fact_evidence on fact (evidence_id);
create index evidence_unread on evidence (received_at) where state <> 'read';
