-- the lines of documents that were not discarded
select d.id, d.currency, l.line_no, l.amount, l.minutes, l.rate, l.allowance, l.credits_document, l.credits_line, l.billing_event_id
from document_line l join document d on d.id = l.document_id where d.state <> 'discarded'
