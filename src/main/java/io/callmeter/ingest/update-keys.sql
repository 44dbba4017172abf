update call_key k
   set started_at = state.started_at
     , deleted = state.deleted
     , waiting = state.waiting::jsonb
     , waiting_since = case when state.waiting is not null then coalesce(k.waiting_since, now()) end
  from unnest(:callIds, :startedAts, :deleted, :waiting) as state (call_id, started_at, deleted, waiting)
 where k.tenant_id = :tenant and k.call_id = state.call_id
