-- Calls of age that kept the name of their case only because one of these calls was not, or was held: they go together,
-- or one would become the first of its case. As long as another call of the case lives, they stay.
select other.call_id, other.started_at
  from unnest(:callIds, :startedAts) as seen (call_id, started_at)
  join call own on own.tenant_id = :tenant and own.started_at = seen.started_at and own.call_id = seen.call_id
  join call other
    on other.tenant_id = :tenant
   and coalesce(other.crm_case_id, other.case_id) = coalesce(own.crm_case_id, own.case_id)
   and other.started_at < :horizon
 where has_number(coalesce(own.crm_case_id, own.case_id))
   and not exists (
     select
       from call living
      where living.tenant_id = :tenant
        and coalesce(living.crm_case_id, living.case_id) = coalesce(own.crm_case_id, own.case_id)
        and (living.started_at >= :horizon
          or exists (select from legal_hold held where held.tenant_id = :tenant and held.call_id = living.call_id))
   )
