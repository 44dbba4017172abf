-- The next keys with what the CRM has said of a call that did not come for so long. What nobody noted the beginning of
-- is as old as this look at it.
select k.call_id, k.started_at
  from call_key k
 where k.tenant_id = :tenant
   and k.waiting is not null
   and k.waiting_since < :to
   and k.call_id > :afterCall
   and not exists (select from legal_hold held where held.tenant_id = k.tenant_id and held.call_id = k.call_id)
 order by k.call_id
 limit :batch
