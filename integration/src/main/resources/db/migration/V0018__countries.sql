-- An engagement may be one country's part of a deal.
alter table engagement add column master_deal text, add column master_thread text;
create index engagement_master on engagement (master_thread) where master_thread is not null;
