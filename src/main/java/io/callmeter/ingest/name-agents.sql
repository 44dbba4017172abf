insert into agent (tenant_id, code, name)
select :tenant, seen.code, seen.code from unnest(:codes) as seen (code)
 where not exists (select from agent known where known.tenant_id = :tenant and known.code = seen.code)
   and not exists (select from agent_alias other where other.tenant_id = :tenant and other.alias = seen.code)
 order by seen.code collate "C"
    on conflict (tenant_id, code) do nothing
