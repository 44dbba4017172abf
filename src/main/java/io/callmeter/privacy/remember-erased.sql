-- Remembers what is about to be erased of calls, so that no delivery brings it back; counts those that have more to erase
-- than before. An own call loses the customer's number, attributes, recording and transfers, any call what names the
-- subject. Its id goes in the end, when nobody writes.
update call_key k
   set erased = more.fields
  from unnest(:callIds, :own) as seen (call_id, own)
  join call_key key on key.tenant_id = :tenant and key.call_id = seen.call_id
  left join call c on c.tenant_id = :tenant and c.started_at = key.started_at and c.call_id = key.call_id
 cross join lateral (
   select bool_or(names_number(l.transferred_to, :pattern)) as transferred_to
        , bool_or(l.trunk = any (:words))      as trunk
        , bool_or(l.skill = any (:words))      as skill
        , bool_or(l.reason = any (:words))     as reason
        , bool_or(names_number(l.leg_id, :pattern)) as leg_id
     from leg l
    where l.tenant_id = :tenant and l.started_at = key.started_at and l.call_id = key.call_id
 ) legs
 cross join lateral (
   select array_agg(distinct field.name order by field.name) as fields
     from (
       select unnest(key.erased) as name
       union all
       select named.name
         from (values
             ('FROM', seen.own and c.direction <> 'OUTBOUND')
           , ('TO', seen.own and c.direction = 'OUTBOUND')
           , ('RECORDING_URL', seen.own or names_number(c.recording_url, :pattern))
           , ('ATTRIBUTES', seen.own or names_number(c.attributes::text, :pattern))
           , ('SOURCE', c.source = any (:words))
           , ('TRUNK', c.trunk = any (:words))
           , ('DISPOSITION', c.disposition = any (:words) or c.crm_disposition = any (:words)
               or key.waiting ->> 'disposition' = any (:words))
           , ('CASE_ID', c.case_id = any (:words) or c.crm_case_id = any (:words)
               or key.waiting ->> 'caseId' = any (:words))
           , ('TRANSFERRED_TO', seen.own or legs.transferred_to)
           , ('LEG_TRUNK', legs.trunk)
           , ('LEG_SKILL', legs.skill)
           , ('LEG_REASON', legs.reason)
           , ('CALL_ID', names_number(key.call_id, :pattern))
           , ('LEG_ID', legs.leg_id)
         ) as named (name, erased)
        where named.erased
     ) field
 ) more
 where k.tenant_id = :tenant
   and k.call_id = seen.call_id
   and more.fields is distinct from k.erased
