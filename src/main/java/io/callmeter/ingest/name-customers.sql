-- In one order, so that no two batches wait for each other. A number that another transaction has inserted and not
-- committed is waited for; only a later statement is sure to see its row.
insert into customer (tenant_id, number)
select :tenant, seen.number from unnest(:codes) as seen (number)
 where not exists (select from customer known where known.tenant_id = :tenant and known.number = seen.number)
 order by seen.number collate "C"
    on conflict (tenant_id, number) do nothing
