        select fact.*
             , {slot} as slot{keys}
          from call_fact fact{joins}
         where fact.tenant_id = :tenant
           and {range}
           and fact.started_at >= :callsFrom{p}
           and fact.started_at < :to{p}
           and ({things}){filters}
