-- Those that have no such case any more, or are gone.
delete from kept_case kept
 where kept.tenant_id = :tenant
   and not exists (
     select
       from call_key k
       join call own on own.tenant_id = :tenant and own.started_at = k.started_at and own.call_id = k.call_id
      where k.tenant_id = :tenant
        and k.call_id = kept.call_id
        and has_number(coalesce(own.crm_case_id, own.case_id))
   )
