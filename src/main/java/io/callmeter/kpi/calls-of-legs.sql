
  -- One call a leg, looked up by its key: without a limit of its own it is joined with all calls where the database
  -- knows too little about new ones.
  cross join lateral (
    select *
      from call_fact
     where call_fact.tenant_id = :tenant
       and call_fact.started_at = fact.call_started_at
       and call_fact.started_at >= :callsFrom
       and call_fact.started_at < :to
       and call_fact.call_id = fact.call_id
     limit 1
  ) whole
