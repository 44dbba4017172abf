-- Words that people write come of age with the other personal data, and so does what waits for a call.

alter table call_key add column waiting_since timestamptz;
comment on column call_key.waiting_since is 'Since when the CRM''s fields wait for the call; null where nothing waits, and for what waited before there was this column until the next run of retention.';
create index call_key_waiting on call_key (tenant_id, waiting_since) where waiting is not null;
comment on index call_key_waiting is 'What has waited longest for its call, for retention.';

alter table retention add column word_key uuid not null default gen_random_uuid();
comment on column retention.word_key is 'Makes what stands in for words with a number in them, so that equal words stay equal; random.';
comment on column retention.personal_days is 'Age in days at which customers'' numbers, recording links, attributes and words with a number in them go; null for with the call.';

-- Calls of age are looked at once more, for their words.
update retention set blanked_until = null;

-- An erasure takes the case out of here, too.
grant update, delete on expired_case to ${app_role};
