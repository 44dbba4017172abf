-- What is stored under keys that are locked; the call's columns are null where it waits for its call or was deleted.
select k.call_id as key_id
     , k.deleted
     , k.waiting
     , k.erased
     , exists (select from legal_hold h where h.tenant_id = k.tenant_id and h.call_id = k.call_id) as held
     , c.*
  from call_key k
  left join call c on c.tenant_id = k.tenant_id and c.started_at = k.started_at and c.call_id = k.call_id
 where k.tenant_id = :tenant
   and k.call_id = any (:callIds)
