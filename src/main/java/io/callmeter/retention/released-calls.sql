-- Calls that were held when their personal data would have gone, and are no more.
select back.call_id, k.started_at
  from held_back back
  join call_key k on k.tenant_id = back.tenant_id and k.call_id = back.call_id
 where back.tenant_id = :tenant
   and k.started_at is not null
   and not exists (select from legal_hold held where held.tenant_id = back.tenant_id and held.call_id = back.call_id)
 order by back.call_id
 limit :batch
