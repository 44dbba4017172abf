-- Until when nothing in the range can change any more, as far as is known: where its oldest open thing began. What is open
-- is found by the indexes of what is open: without `offset 0` the least moment would be sought among all of the range.
select least(
         cast(:until as timestamptz)
       , (select min(open.began_at)
            from (
              select leg.began_at
                from leg
                -- A leg of an ended call has ended with it.
                join call
                  on call.tenant_id = leg.tenant_id
                 and call.started_at = leg.started_at
                 and call.call_id = leg.call_id
                 and call.ended_at is null
                 and call.started_at >= :callsFrom
                 and call.started_at < :to
               where leg.tenant_id = :tenant
                 and leg.ended_at is null
                 and leg.began_at >= :from
                 and leg.began_at < :to
                 and leg.started_at >= :callsFrom
                 and leg.started_at < :to
              offset 0
            ) open)
       , (select min(open.started_at)
            from (
              select call.started_at
                from call
               where call.tenant_id = :tenant
                 and call.ended_at is null
                 and call.started_at >= :from
                 and call.started_at < :to
              offset 0
            ) open)
       ) as data_through
