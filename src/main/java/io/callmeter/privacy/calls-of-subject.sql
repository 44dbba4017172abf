-- The calls of customers, and those of a case that are nobody's; the latest last.
select c.call_id
     , case c.direction when 'OUTBOUND' then c.to_raw else c.from_raw end as raw
     , c.started_at
  from call c
 where c.tenant_id = :tenant and c.customer_id = any (:customers)
union
select c.call_id
     , case c.direction when 'OUTBOUND' then c.to_raw else c.from_raw end
     , c.started_at
  from call c
 where c.tenant_id = :tenant and coalesce(c.crm_case_id, c.case_id) = :case and c.customer_id is null
 order by started_at, call_id
