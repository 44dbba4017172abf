-- What is told of the customer, and nothing that a fact is made of: customers are counted by their surrogate, and the
-- other number is the centre's own. Words with a number in them are replaced by what stands in for them; a case keeps its
-- name as long as a call of it is not of age, or is held, so that no call becomes the first of its case.
update call c
   set from_raw = case c.direction when 'OUTBOUND' then c.from_raw end
     , from_number = case c.direction when 'OUTBOUND' then c.from_number end
     , to_raw = case when c.direction <> 'OUTBOUND' then c.to_raw end
     , to_number = case when c.direction <> 'OUTBOUND' then c.to_number end
     , recording_url = null
     , attributes = null
     , source = stand_in(c.source, kept.word_key)
     , trunk = stand_in(c.trunk, kept.word_key)
     , disposition = stand_in(c.disposition, kept.word_key)
     , crm_disposition = stand_in(c.crm_disposition, kept.word_key)
     , case_id = case when c.crm_case_id is null and old.case_lives then c.case_id else stand_in(c.case_id, kept.word_key) end
     , crm_case_id = case when old.case_lives then c.crm_case_id else stand_in(c.crm_case_id, kept.word_key) end
  from retention kept
 cross join (
   select seen.call_id, seen.started_at, has_number(coalesce(own.crm_case_id, own.case_id)) and exists (
       select
         from call other
        where other.tenant_id = :tenant
          and coalesce(other.crm_case_id, other.case_id) = coalesce(own.crm_case_id, own.case_id)
          and (other.started_at >= :horizon
            or exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = other.call_id))
     ) as case_lives
     from unnest(:callIds, :startedAts) as seen (call_id, started_at)
     join call own on own.tenant_id = :tenant and own.started_at = seen.started_at and own.call_id = seen.call_id
 ) old
 where kept.tenant_id = :tenant
   and c.tenant_id = :tenant
   and c.started_at = old.started_at
   and c.call_id = old.call_id
   and not exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = old.call_id)
