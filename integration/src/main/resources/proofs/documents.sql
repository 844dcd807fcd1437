-- documents that were not discarded; and what cash settled of them
select d.thread_id as subject, d.id, d.currency, d.net, d.paid, coalesce(sum(c.amount), 0) as applied
from document d left join cash_application c on c.document_id = d.id where d.state <> 'discarded' group by d.id
