-- A key that has gone on to a later call of that id stays.
delete from call_key k
 using unnest(:callIds, :startedAts) as gone (call_id, started_at)
 where k.tenant_id = :tenant
   and k.call_id = gone.call_id
   and k.started_at = gone.started_at
   and not exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = gone.call_id)
