-- Calls that keep their personal data beyond the age as long as they are held.
insert into held_back (tenant_id, call_id)
select held.tenant_id, held.call_id
  from legal_hold held
  join call_key k on k.tenant_id = held.tenant_id and k.call_id = held.call_id
 where held.tenant_id = :tenant
   and k.started_at < :to
 order by held.call_id
    on conflict do nothing
