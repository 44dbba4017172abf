delete from leg l
 using unnest(:callIds, :startedAts) as gone (call_id, started_at)
 where l.tenant_id = :tenant
   and l.started_at = gone.started_at
   and l.call_id = gone.call_id
   and not exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = gone.call_id)
