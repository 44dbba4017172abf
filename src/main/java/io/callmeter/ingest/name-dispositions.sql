-- For all campaigns; a word that one campaign has already is known.
insert into disposition (tenant_id, code, name)
select :tenant, seen.code, seen.code from unnest(:codes) as seen (code)
 where not exists (select from disposition known where known.tenant_id = :tenant and known.code = seen.code)
 order by seen.code collate "C"
    on conflict (tenant_id, campaign, code) do nothing
