-- Calls of age that kept the name of their case only because one of these calls was not: they go together.
select other.call_id, other.started_at
  from unnest(:callIds, :startedAts) as seen (call_id, started_at)
  join call own on own.tenant_id = :tenant and own.started_at = seen.started_at and own.call_id = seen.call_id
  join call other
    on other.tenant_id = :tenant
   and coalesce(other.crm_case_id, other.case_id) = coalesce(own.crm_case_id, own.case_id)
   and other.started_at < own.started_at
 where has_number(coalesce(own.crm_case_id, own.case_id))
