insert into centre_number (tenant_id, number, name)
select :tenant, seen.code, seen.code from unnest(:codes) as seen (code)
 where not exists (select from centre_number known where known.tenant_id = :tenant and known.number = seen.code)
 order by seen.code collate "C"
    on conflict (tenant_id, number) do nothing
