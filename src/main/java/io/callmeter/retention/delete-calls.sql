delete from call c
 using unnest(:callIds, :startedAts) as gone (call_id, started_at)
 where c.tenant_id = :tenant
   and c.started_at = gone.started_at
   and c.call_id = gone.call_id
   and not exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = gone.call_id)
