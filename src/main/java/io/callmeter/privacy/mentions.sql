-- Where a number or a case stands in what is stored of calls, whosever they are. WORD and CASE are what figures may be
-- grouped by, TEXT is read by no figure, ID is the id of a call, NUMBER is the centre's own, and what is written small is
-- a code by which the centre counts, of such a thing. Where {touched …} stands, calls are narrowed down in a second look.
select c.call_id, place.kind, place.text
  from call c{touched c}
 cross join lateral (values
     ('NUMBER', c.number), ('campaign', c.campaign)
   , ('WORD', c.source), ('WORD', c.trunk), ('WORD', c.disposition), ('WORD', c.crm_disposition)
   , ('CASE', c.case_id), ('CASE', c.crm_case_id)
   , ('TEXT', c.recording_url), ('TEXT', c.attributes::text)
 ) as place (kind, text)
 where c.tenant_id = :tenant
   and case place.kind
     when 'NUMBER' then place.text = any (:numbers) or names_number(place.text, :pattern)
     when 'CASE' then names_number(place.text, :pattern) or place.text = :case
     else names_number(place.text, :pattern)
   end
union all
select l.call_id, place.kind, place.text
  from leg l{touched l}
 cross join lateral (values
     ('TEXT', l.leg_id), ('queue', l.queue), ('agent', l.agent), ('ivr', l.ivr)
   , ('WORD', l.trunk), ('WORD', l.skill), ('WORD', l.reason)
   , ('TEXT', l.transferred_to)
 ) as place (kind, text)
 where l.tenant_id = :tenant
   and names_number(place.text, :pattern)
union all
select k.call_id, place.kind, place.text
  from call_key k{touched k}
 cross join lateral (values ('WORD', k.waiting ->> 'disposition'), ('CASE', k.waiting ->> 'caseId')) as place (kind, text)
 where k.tenant_id = :tenant
   and k.waiting is not null
   and (names_number(place.text, :pattern) or (place.kind = 'CASE' and place.text = :case))
union all
select k.call_id, 'ID', k.call_id
  from call_key k{touched k}
 where k.tenant_id = :tenant
   and names_number(k.call_id, :pattern)
