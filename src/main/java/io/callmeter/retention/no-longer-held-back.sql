-- Calls that were held and are no more; they lose their personal data next.
delete from held_back back
 where back.tenant_id = :tenant
   and back.call_id = any (:callIds)
   and not exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = back.call_id)
