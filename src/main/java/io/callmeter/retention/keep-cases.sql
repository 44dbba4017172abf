-- Calls of age that keep the name of their case, which has a number in it, as another call of the case is not or is held.
insert into kept_case (tenant_id, call_id)
select c.tenant_id, c.call_id
  from unnest(:callIds, :startedAts) as seen (call_id, started_at)
  join call c on c.tenant_id = :tenant and c.started_at = seen.started_at and c.call_id = seen.call_id
 where has_number(coalesce(c.crm_case_id, c.case_id))
   and not exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = seen.call_id)
 order by c.call_id
    on conflict do nothing
