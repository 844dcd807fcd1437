-- Items are told again while they are open, one row for each message that names one. By what it went is not known of what was told before.
alter table notice add column reminder boolean not null default false, add column told_by text;
alter table notice_item drop constraint notice_item_pkey, add primary key (item_id, told_to, notice_id);
