        -- A row a segment and piece of time in which the agent talked, held or wrapped up: talk and hold are spread evenly
        -- over the connection, wrap-up follows it. What has been spent by each border is rounded down to the microsecond,
        -- so that the pieces of a segment add up to the whole.
        select fact.segment
             , fact.handled
             , (div(fact.talk_us * spent.connected_by_end, spent.connected_or_one) - div(fact.talk_us * spent.connected_by_start, spent.connected_or_one))::bigint as talk_us
             , (div(fact.hold_us * spent.connected_by_end, spent.connected_or_one) - div(fact.hold_us * spent.connected_by_start, spent.connected_or_one))::bigint as hold_us
             , spent.wrap_up_by_end - spent.wrap_up_by_start as wrap_up_us
             , (spent.connected_by_end - spent.connected_by_start)::bigint + spent.wrap_up_by_end - spent.wrap_up_by_start as handle_us
             , {slot} as slot{keys}
          from leg_fact fact
          cross join lateral {pieces}
          cross join lateral (
            select (:pieces{p})[grid.piece] as starts_at
                 , coalesce((:pieces{p})[grid.piece + 1], :to{p}) as ends_at
          ) border{joins}
          cross join lateral (
            select least(greatest((extract(epoch from border.starts_at - fact.answered_at) * 1000000)::bigint, 0), fact.talk_us + fact.hold_us)::numeric as connected_by_start
                 , least(greatest((extract(epoch from border.ends_at - fact.answered_at) * 1000000)::bigint, 0), fact.talk_us + fact.hold_us)::numeric as connected_by_end
                 , greatest(fact.talk_us + fact.hold_us, 1)::numeric as connected_or_one
                 , least(greatest((extract(epoch from border.starts_at - fact.ended_at) * 1000000)::bigint, 0), fact.wrap_up_us) as wrap_up_by_start
                 , least(greatest((extract(epoch from border.ends_at - fact.ended_at) * 1000000)::bigint, 0), fact.wrap_up_us) as wrap_up_by_end
          ) spent
         where fact.tenant_id = :tenant
           and {range}
           and fact.began_at < :to{p}
           and fact.started_at >= :callsFrom{p}
           and fact.started_at < :to{p}
           and fact.call_started_at >= :callsFrom{p}
           and fact.call_started_at < :to{p}
           and ({things}){filters}
