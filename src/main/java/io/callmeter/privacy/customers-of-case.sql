-- Who called about a case, each with the numbers that their calls still have.
select distinct c.customer_id
     , case c.direction when 'OUTBOUND' then c.to_number else c.from_number end as number
  from call c
 where c.tenant_id = :tenant
   and c.customer_id = any (array(
     select distinct about.customer_id
       from call about
      where about.tenant_id = :tenant and coalesce(about.crm_case_id, about.case_id) = :case
   ))
