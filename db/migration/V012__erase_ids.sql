-- Ids of calls may have a number in them: an erasure gives such a call another id, by which later deliveries find it.

alter table retention add column ids_erased boolean not null default false;
comment on column retention.ids_erased is 'Whether calls of the tenant have another id than their source sends, because it was erased.';
comment on column retention.word_key is 'Makes what stands in for ids and words with a number in them, so that equal ones stay equal; random.';
comment on column call_key.call_id is 'The source''s id of the call, or what stands in for one that was erased.';
comment on column leg.leg_id is 'The source''s id of the leg, or what stands in for one that was erased.';

-- A call that was held may have lost its id since.
grant update on held_back to ${app_role};
