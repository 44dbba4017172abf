-- Whether anything of a month is kept: a held call, or one that reaches over the horizon.
select exists (
         select from legal_hold held
           join call_key k on k.tenant_id = held.tenant_id and k.call_id = held.call_id
          where held.tenant_id = :tenant and k.started_at >= :from and k.started_at < :to
       ) or exists (
         select from call c
          where c.tenant_id = :tenant
            and c.started_at >= greatest(cast(:from as timestamptz), cast(:horizon as timestamptz) - interval '91 days')
            and c.started_at < :to
            and not is_over(c.tenant_id, c.started_at, c.call_id, :horizon)
       )
