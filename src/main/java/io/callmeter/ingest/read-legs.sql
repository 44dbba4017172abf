-- The legs of stored calls whose keys are locked.
select l.*
  from call_key k
  join leg l on l.tenant_id = k.tenant_id and l.started_at = k.started_at and l.call_id = k.call_id
 where k.tenant_id = :tenant
   and k.call_id = any (:callIds)
