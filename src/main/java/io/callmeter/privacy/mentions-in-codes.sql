-- The same of codes by which the centre counts.
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
