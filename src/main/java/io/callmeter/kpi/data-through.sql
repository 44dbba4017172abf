-- Until when nothing in the range can change any more, as far as is known: where its oldest open thing began.
select least(
         cast(:until as timestamptz)
       , (select min(leg.began_at)
            from leg
           where leg.tenant_id = :tenant
             and leg.ended_at is null
             and leg.began_at >= :from
             and leg.began_at < :to
             and leg.started_at >= :callsFrom
             and leg.started_at < :to)
       , (select min(call.started_at)
            from call
           where call.tenant_id = :tenant
             and call.ended_at is null
             and call.started_at >= :from
             and call.started_at < :to)
       ) as data_through
