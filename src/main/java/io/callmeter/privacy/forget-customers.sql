-- Takes the number from surrogates, but for those with calls that still have it because they are held.
delete from customer forgotten
 where forgotten.tenant_id = :tenant
   and forgotten.customer_id = any (:customers)
   and not exists (
     select
       from call c
      where c.tenant_id = :tenant
        and c.customer_id = forgotten.customer_id
        and (case c.direction when 'OUTBOUND' then c.to_number else c.from_number end) is not null
   )
