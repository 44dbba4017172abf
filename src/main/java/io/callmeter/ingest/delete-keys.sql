-- Keys under which nothing is stored after all, and nothing remembered.
delete from call_key where tenant_id = :tenant and call_id = any (:callIds) and erased is null
