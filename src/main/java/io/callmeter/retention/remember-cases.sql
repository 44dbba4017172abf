-- A later call of one of these cases is not its first, although the first is gone.
insert into expired_case (tenant_id, hash)
select distinct c.tenant_id, sha256(convert_to(coalesce(c.crm_case_id, c.case_id), 'UTF8'))
  from unnest(:callIds, :startedAts) as gone (call_id, started_at)
  join call c on c.tenant_id = :tenant and c.started_at = gone.started_at and c.call_id = gone.call_id
 where coalesce(c.crm_case_id, c.case_id) is not null
 order by 2
    on conflict do nothing
