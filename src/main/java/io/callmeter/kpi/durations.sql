    -- The first bucket that with those before it holds the share asked for.
    select {period} as period
         , total
         , slot{keys}{measures}
      from (
        select grouping(slot) as total
             , slot{keys}
             , duration
             , bucket
             , sum(things) as things
             , sum(sum(things)) over (partition by grouping(slot), slot{keys}, duration order by bucket) as so_far
             , sum(sum(things)) over (partition by grouping(slot), slot{keys}, duration) as of_all
          from (
{rows}
          ) counted
         group by grouping sets ({buckets})
        having sum(things) > 0
      ) bucket
     group by total, slot{keys}
