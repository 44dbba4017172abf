        select fact.*
             , coalesce(cast(:threshold as bigint), {setting}threshold_us, cast(:usualThreshold as bigint)) - cast(:strictly as bigint) as threshold_us
             , coalesce(cast(:shortAbandon as bigint), {setting}short_abandon_us, cast(:usualShortAbandon as bigint)) as short_abandon_us
             , coalesce(cast(:policy as text), {setting}service_level_policy, cast(:usualPolicy as text)) as policy
             , {slot} as slot{keys}
          from leg_fact fact{joins}
         where fact.tenant_id = :tenant
           and {range}
           and fact.began_at < :to{p}
           and fact.started_at >= :callsFrom{p}
           and fact.started_at < :to{p}
           and fact.call_started_at >= :callsFrom{p}
           and fact.call_started_at < :to{p}
           and ({things}){filters}
