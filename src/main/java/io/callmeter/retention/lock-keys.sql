-- In the order in which everybody takes them.
select call_id
  from call_key
 where tenant_id = :tenant
   and call_id = any (:callIds)
 order by call_id
   for update
