delete from leg l
 using unnest(:callIds, :startedAts, :legIds) as gone (call_id, started_at, leg_id)
 where l.tenant_id = :tenant and l.started_at = gone.started_at and l.call_id = gone.call_id and l.leg_id = gone.leg_id
