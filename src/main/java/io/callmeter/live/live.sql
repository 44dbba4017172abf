-- What is happening now at a tenant: a row a queue (direction is null), and a row a tenant and direction (queue is null).
-- Whether a leg waits, talks or was answered is said by leg_fact. A leg of an ended call is over, whatever it says.
with open_call as materialized (
  select tenant_id
       , started_at
       , call_id
       , direction
       , started_at < now() - make_interval(secs => :maxAge) as overdue
    from call
   where tenant_id = :tenant
     and ended_at is null
), open_leg as (
  select f.tenant_id
       , coalesce(f.queue, '')                                as queue
       , sum(f.waiting)                                       as waiting
       , max(now() - f.began_at) filter (where f.waiting = 1) as longest_wait
       , sum(f.segment)                                       as talking
    from open_call o
    join leg_fact f on f.tenant_id = o.tenant_id and f.started_at = o.started_at and f.call_id = o.call_id
   where not o.overdue
     and f.ended_at is null
   group by 1, 2
), recent as (
  select t.tenant_id
       , r.*
    from tenant t
   cross join lateral (
         select coalesce(f.queue, '')                                     as queue
              , sum(f.offered)                                            as offered
              , sum(f.answered)                                           as answered
              , sum(f.answered) filter (where f.answered_wait_us <= :threshold)   as answered_in_threshold
              , sum(f.answered_wait_us)                                   as answered_wait_us
              , sum(f.abandoned)                                          as abandoned
              , sum(f.abandoned) filter (where f.abandoned_wait_us <= :threshold) as abandoned_in_threshold
           from leg_fact f
          where f.tenant_id = t.tenant_id
            and f.offered = 1
            and f.began_at >= now() - make_interval(secs => :window)
            and f.began_at < now()
            -- A leg begins at most 30 days after its call: only these months are opened.
            and f.started_at >= now() - make_interval(secs => :window) - interval '30 days'
            and f.started_at < now()
            and f.call_started_at >= now() - make_interval(secs => :window) - interval '30 days'
            and f.call_started_at < now()
          group by 1
         ) r
   where t.tenant_id = :tenant
), shown as (
  select tenant_id, queue from open_leg
  union
  select tenant_id, queue from recent
  union
  select tenant_id, code from queue where tenant_id = :tenant and active
), queue_now as (
  select t.code                                          as tenant
       , s.queue
       , coalesce(o.waiting, 0)                          as waiting
       , coalesce(extract(epoch from o.longest_wait), 0) as longest_wait
       , coalesce(o.talking, 0)                          as talking
       , coalesce(r.offered, 0)                          as offered
       , coalesce(r.answered, 0)                         as answered
       , coalesce(r.answered_in_threshold, 0)            as answered_in_threshold
       , coalesce(r.answered_wait_us, 0)                 as answered_wait_us
       , coalesce(r.abandoned, 0)                        as abandoned
       , coalesce(r.abandoned_in_threshold, 0)           as abandoned_in_threshold
    from shown s
    join tenant t on t.tenant_id = s.tenant_id
    left join open_leg o on o.tenant_id = s.tenant_id and o.queue = s.queue
    left join recent r on r.tenant_id = s.tenant_id and r.queue = s.queue
)
select tenant
     , queue
     , null                    as direction
     , waiting
     , greatest(longest_wait, 0) as longest_wait
     , talking
     , offered
     , answered
     , answered_in_threshold
     , answered_wait_us
     , abandoned
     , abandoned_in_threshold
     , 0                       as in_progress
     , 0                       as overdue
  from queue_now
union all
select t.code
     , null
     , d.direction
     , 0, 0, 0, 0, 0, 0, 0, 0, 0
     , count(*) filter (where not o.overdue)
     , count(*) filter (where o.overdue)
  from tenant t
 cross join (values ('INBOUND'), ('OUTBOUND'), ('INTERNAL')) d (direction)
  left join open_call o on o.tenant_id = t.tenant_id and o.direction = d.direction
 where t.tenant_id = :tenant
 group by 1, 3
