-- The cells of days that expire, of all kinds.
select (select count(*) from leg_cell where tenant_id = :tenant and starts_at < :to)
     + (select count(*) from call_cell where tenant_id = :tenant and starts_at < :to)
     + (select count(*) from histogram where tenant_id = :tenant and starts_at < :to)
