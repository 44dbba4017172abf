-- Where a number or a case stands in what is stored of calls, whosever they are. WORD and CASE are what figures may be
-- grouped by, TEXT is read by no figure, ID is the id of a call, NUMBER is the centre's own, and what is written small is
-- a code by which the centre counts, of such a thing.
select c.call_id, place.kind, place.text
  from call c
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
  from leg l
 cross join lateral (values
     ('TEXT', l.leg_id), ('queue', l.queue), ('agent', l.agent), ('ivr', l.ivr)
   , ('WORD', l.trunk), ('WORD', l.skill), ('WORD', l.reason)
   , ('TEXT', l.transferred_to)
 ) as place (kind, text)
 where l.tenant_id = :tenant
   and names_number(place.text, :pattern)
union all
select k.call_id, place.kind, place.text
  from call_key k
 cross join lateral (values ('WORD', k.waiting ->> 'disposition'), ('CASE', k.waiting ->> 'caseId')) as place (kind, text)
 where k.tenant_id = :tenant
   and k.waiting is not null
   and (names_number(place.text, :pattern) or (place.kind = 'CASE' and place.text = :case))
union all
select k.call_id, 'ID', k.call_id
  from call_key k
 where k.tenant_id = :tenant
   and names_number(k.call_id, :pattern)
union all
select null, coded.kind, coded.code
  from (
    select q.tenant_id, 'queue' as kind, q.code from queue q
    union all
    select a.tenant_id, 'agent', a.code from agent a
    union all
    select c.tenant_id, 'campaign', c.code from campaign c
    union all
    select d.tenant_id, 'campaign', d.campaign from disposition d
    union all
    select k.tenant_id, 'calendar', k.code from calendar k
    union all
    select t.tenant_id, 'target', t.code from target t
    union all
    select t.tenant_id, 'queue', t.queue from target t
    union all
    select t.tenant_id, 'campaign', t.campaign from target t
    union all
    select n.tenant_id, 'queue', n.queue from number_assignment n
    union all
    select n.tenant_id, 'campaign', n.campaign from number_assignment n
    union all
    select c.tenant_id, 'queue', c.queue from leg_change c
    union all
    select c.tenant_id, 'agent', c.agent from leg_change c
    union all
    select c.tenant_id, 'campaign', c.campaign from leg_change c
    union all
    select c.tenant_id, 'queue', c.queue from call_change c
    union all
    select c.tenant_id, 'agent', c.agent from call_change c
    union all
    select c.tenant_id, 'campaign', c.campaign from call_change c
  ) coded
 where coded.tenant_id = :tenant
   and names_number(coded.code, :pattern)
union all
-- What adds up to nothing can be taken away.
select null, case when summed.is_nothing then 'NOTHING' else summed.kind end, summed.code
  from (
    select place.kind, place.code, bool_and(adds_up_to_nothing(to_jsonb(c))) as is_nothing
      from leg_cell c
     cross join lateral (values ('queue', c.queue), ('agent', c.agent), ('campaign', c.campaign)) as place (kind, code)
     where c.tenant_id = :tenant
       and c.grain = 'day'
       and names_number(place.code, :pattern)
     group by place.kind, place.code
    union all
    select place.kind, place.code, bool_and(adds_up_to_nothing(to_jsonb(c)))
      from call_cell c
     cross join lateral (values ('queue', c.queue), ('agent', c.agent), ('campaign', c.campaign)) as place (kind, code)
     where c.tenant_id = :tenant
       and c.grain = 'day'
       and names_number(place.code, :pattern)
     group by place.kind, place.code
  ) summed
