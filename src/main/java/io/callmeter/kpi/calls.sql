    select grouping(slot) as total
         , slot{keys}{measures}
      from (
        select fact.*
             , {slot} as slot{key_columns}
          from call_fact fact
         where fact.tenant_id = :tenant
           and fact.started_at >= :from
           and fact.started_at < :to
           and ({things}){filters}
      ) fact
     group by grouping sets ({sets})
