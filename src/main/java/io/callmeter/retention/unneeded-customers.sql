-- Numbers that no call shows any more. A customer of such a number who calls again is counted as another.
select known.number
  from customer known
 where known.tenant_id = :tenant
   and known.number > :after
   and not exists (
     select from call c
      where c.tenant_id = known.tenant_id and c.customer_id = known.customer_id and c.started_at >= :personal)
   and not exists (
     select from call c
       join legal_hold held on held.tenant_id = c.tenant_id and held.call_id = c.call_id
      where c.tenant_id = known.tenant_id and c.customer_id = known.customer_id)
 order by known.number
 limit :batch
