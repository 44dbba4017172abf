-- Where legs were transferred to, where that is a number and no queue or agent, and words with a number in them.
update leg l
   set transferred_to = case when not has_number(l.transferred_to) then l.transferred_to end
     , trunk = stand_in(l.trunk, kept.word_key)
     , skill = stand_in(l.skill, kept.word_key)
     , reason = stand_in(l.reason, kept.word_key)
  from retention kept
 cross join unnest(:callIds, :startedAts) as old (call_id, started_at)
 where kept.tenant_id = :tenant
   and l.tenant_id = :tenant
   and l.started_at = old.started_at
   and l.call_id = old.call_id
   and (has_number(l.transferred_to) or has_number(l.trunk) or has_number(l.skill) or has_number(l.reason))
   and not exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = old.call_id)
