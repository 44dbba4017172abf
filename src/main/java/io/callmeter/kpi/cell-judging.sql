    select {period} as period
         , grouping(slot) as total
         , slot{keys}{measures}
      from (
        -- A visit that was taken back is in no cell, and judged by nothing.
        select slot{keys}, threshold_us, short_abandon_us, policy, 1 as offered
          from (
{rows}
          ) visit
         group by slot{keys}, threshold_us, short_abandon_us, policy
        having sum(offered) > 0
      ) fact
     group by grouping sets ({sets})
