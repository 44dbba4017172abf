-- Erases what is remembered as erased. What figures may be grouped by is replaced by what stands for it, so that the
-- groups stay; the customer's surrogate stays.
update call c
   set from_raw = case when seen.own and c.direction <> 'OUTBOUND' then null else c.from_raw end
     , from_number = case when seen.own and c.direction <> 'OUTBOUND' then null else c.from_number end
     , to_raw = case when seen.own and c.direction = 'OUTBOUND' then null else c.to_raw end
     , to_number = case when seen.own and c.direction = 'OUTBOUND' then null else c.to_number end
     , recording_url = case when not (seen.own or names_number(c.recording_url, :pattern)) then c.recording_url end
     , attributes = case when not (seen.own or names_number(c.attributes::text, :pattern)) then c.attributes end
     , source = coalesce((select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = c.source), c.source)
     , trunk = coalesce((select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = c.trunk), c.trunk)
     , disposition = coalesce(
         (select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = c.disposition), c.disposition)
     , crm_disposition = coalesce(
         (select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = c.crm_disposition), c.crm_disposition)
     , case_id = coalesce((select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = c.case_id), c.case_id)
     , crm_case_id = coalesce(
         (select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = c.crm_case_id), c.crm_case_id)
  from unnest(:callIds, :own) as seen (call_id, own)
  join call_key key on key.tenant_id = :tenant and key.call_id = seen.call_id
 where c.tenant_id = :tenant
   and c.started_at = key.started_at
   and c.call_id = seen.call_id
