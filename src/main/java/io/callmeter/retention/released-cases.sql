-- The next calls that kept the name of a case of which no call is young or held any more: whichever was has come of age,
-- was deleted, moved, released or given another case.
select kept.call_id, own.started_at
  from kept_case kept
  join call_key k on k.tenant_id = kept.tenant_id and k.call_id = kept.call_id
  join call own on own.tenant_id = :tenant and own.started_at = k.started_at and own.call_id = k.call_id
 where kept.tenant_id = :tenant
   and has_number(coalesce(own.crm_case_id, own.case_id))
   and not exists (
     select
       from call living
      where living.tenant_id = :tenant
        and coalesce(living.crm_case_id, living.case_id) = coalesce(own.crm_case_id, own.case_id)
        and (living.started_at >= :horizon
          or exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = living.call_id))
   )
 order by kept.call_id
 limit :batch
