    select grouping(slot) as total
         , slot{keys}{measures}
      from (
        select fact.*
             , {slot} as slot{key_columns}
          from leg_fact fact{join}
         where fact.tenant_id = :tenant
           and fact.began_at >= :from
           and fact.began_at < :to
           and fact.started_at >= :callsFrom
           and fact.started_at < :to
           and fact.call_started_at >= :callsFrom
           and fact.call_started_at < :to
           and ({things}){filters}
      ) fact
     group by grouping sets ({sets})
