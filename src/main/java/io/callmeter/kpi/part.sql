    select {period} as period
         , grouping(slot) as total
         , slot{keys}{measures}
      from (
{rows}
      ) fact
     group by grouping sets ({sets})
