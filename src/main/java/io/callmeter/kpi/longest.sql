    -- The longest is one of those in the highest bucket that is not empty: only they are looked at.
    select {period} as period
         , grouping(slot) as total
         , slot{keys}{measures}
      from (
        select slot{keys}, longest.wait_us
          from (
            select slot{keys}, queue, direction, day, bucket
                 , max(bucket) over (partition by slot{keys}) as highest
              from (
                select slot{keys}, queue, direction, bucket, date_trunc('day', starts_at, :cellZone) as day
                  from (
{rows}
                  ) counted
                 group by slot{keys}, queue, direction, bucket, day
                having sum(things) > 0
              ) bucket
          ) bucket
          cross join lateral (
            select bucket.day as starts_at
                 , (bucket.day at time zone :cellZone + interval '1 day') at time zone :cellZone as ends_at
          ) day
          cross join lateral (
            select fact.wait_us
              from leg_fact fact
             where fact.queue = bucket.queue{within}
             union all
            select fact.wait_us
              from leg_fact fact
             where bucket.queue = ''
               and fact.queue is null{within}
          ) longest
         where bucket.bucket = bucket.highest
      ) fact
     group by grouping sets ({sets})
