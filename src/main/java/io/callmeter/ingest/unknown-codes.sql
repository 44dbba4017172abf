-- Codes that have no row of reference data. An alias is known by its agent's; a word that one campaign has is known.
select seen.kind, seen.code
  from unnest(:kinds, :codes) as seen (kind, code)
 where not case seen.kind
   when 'QUEUE' then exists (select from queue known where known.tenant_id = :tenant and known.code = seen.code)
   when 'AGENT' then exists (select from agent known where known.tenant_id = :tenant and known.code = seen.code)
     or exists (select from agent_alias other where other.tenant_id = :tenant and other.alias = seen.code)
   when 'CAMPAIGN' then exists (select from campaign known where known.tenant_id = :tenant and known.code = seen.code)
   when 'NUMBER' then exists (
     select from centre_number known where known.tenant_id = :tenant and known.number = seen.code)
   when 'DISPOSITION' then exists (
     select from disposition known where known.tenant_id = :tenant and known.code = seen.code)
 end
