-- The next calls of which nothing lies at or after the horizon and that nobody holds.
select c.call_id, c.started_at
  from call c
 where c.tenant_id = :tenant
   and c.started_at >= :from
   and c.started_at < :to
   and (c.started_at, c.call_id) > (:afterAt, :afterCall)
   and is_over(c.tenant_id, c.started_at, c.call_id, :horizon)
   and not exists (select from legal_hold held where held.tenant_id = c.tenant_id and held.call_id = c.call_id)
 order by c.started_at, c.call_id
 limit :batch
