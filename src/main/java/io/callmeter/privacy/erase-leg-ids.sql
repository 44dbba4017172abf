-- Where a leg's id names the subject, all legs of the call get stand-ins, numbered in the order of their ids: of two that
-- begin at one moment the same one is the first.
update leg l
   set leg_id = named.stand_in
  from (
    select o.tenant_id
         , o.started_at
         , o.call_id
         , o.leg_id
         , 'erased-' || to_char(row_number() over (partition by o.call_id order by o.leg_id), 'FM000000-')
             || substr(erased_word(o.leg_id, kept.word_key), length('erased-') + 1) as stand_in
         , bool_or(names_number(o.leg_id, :pattern)) over (partition by o.call_id) as is_named
      from call_key key
      join leg o on o.tenant_id = key.tenant_id and o.started_at = key.started_at and o.call_id = key.call_id
      join retention kept on kept.tenant_id = key.tenant_id
     where key.tenant_id = :tenant
       and key.call_id = any (:callIds)
  ) named
 where named.is_named
   and named.leg_id not like 'erased-%'
   and l.tenant_id = named.tenant_id
   and l.started_at = named.started_at
   and l.call_id = named.call_id
   and l.leg_id = named.leg_id
