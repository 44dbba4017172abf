-- The same of what waits for its call.
update call_key k
   set waiting = nullif(k.waiting
       - case when k.waiting ->> 'disposition' = any (:words) then 'disposition' else '' end
       - case when k.waiting ->> 'caseId' = any (:words) then 'caseId' else '' end, '{}')
 where k.tenant_id = :tenant
   and k.call_id = any (:callIds)
   and (k.waiting ->> 'disposition' = any (:words) or k.waiting ->> 'caseId' = any (:words))
