-- Whether a number is one of the centre; calls that came by it are found with those that mention it.
select exists (select from centre_number known where known.tenant_id = :tenant and known.number = any (:numbers))
