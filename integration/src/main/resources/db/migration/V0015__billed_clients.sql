-- A client is found behind what is billed to it.
create index engagement_account on engagement (deal_system, (terms -> 'client' ->> 'accountId')) where terms is not null;
