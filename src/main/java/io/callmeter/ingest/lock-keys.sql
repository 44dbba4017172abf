-- Takes the keys of a batch in one order, so that no two batches wait for each other and no two write one call at once.
-- A key that exists is locked and not written; the keys that are new come back.
insert into call_key (tenant_id, call_id, started_at)
select :tenant, k.call_id, k.started_at
  from unnest(:callIds, :startedAts) as k (call_id, started_at)
 order by k.call_id collate "C"
    on conflict (tenant_id, call_id) do update set call_id = excluded.call_id where false
returning call_id
