-- The same of the legs.
update leg l
   set transferred_to = case when not (names_number(l.transferred_to, :pattern)) then l.transferred_to end
     , trunk = coalesce((select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = l.trunk), l.trunk)
     , skill = coalesce((select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = l.skill), l.skill)
     , reason = coalesce((select surrogate from unnest(:words, :surrogates) as s (word, surrogate) where word = l.reason), l.reason)
  from call_key key
 where key.tenant_id = :tenant
   and key.call_id = any (:callIds)
   and l.tenant_id = :tenant
   and l.started_at = key.started_at
   and l.call_id = key.call_id
   and (names_number(l.transferred_to, :pattern) or l.trunk = any (:words) or l.skill = any (:words) or l.reason = any (:words))
