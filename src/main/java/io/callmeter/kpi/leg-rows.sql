        select fact.*{judging}
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
