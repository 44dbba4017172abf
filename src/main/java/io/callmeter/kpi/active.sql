    select 0 as period
         , 0 as total
         , 1 as slot
         , reference.code as by_{dimension}{measures}
      from {dimension} reference
     where reference.tenant_id = :tenant
       and reference.active{filters}
