-- Calls that keep their personal data beyond the age as long as they are held.
insert into held_back (tenant_id, call_id)
select held.tenant_id, held.call_id
  from legal_hold held
 where held.tenant_id = :tenant
   and held.call_id = any (:callIds)
 order by held.call_id
    on conflict do nothing
