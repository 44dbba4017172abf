-- In one order, so that no two statements wait for each other. Alone in its transaction it is not flushed: it cannot be
-- lost without the calls that are committed after it.
insert into customer (tenant_id, number)
select :tenant, seen.number
  from unnest(:numbers, :callIds, :startedAts) as seen (number, call_id, started_at)
 cross join (
   select set_config(
       'synchronous_commit'
     , case when :alone then 'off' else current_setting('synchronous_commit') end
     , true)
 ) as flushed
 -- Looked up one by one by the key: an anti-join that was planned for few customers reads all of them for ever.
 where (
     select known.customer_id
       from customer known
      where known.tenant_id = :tenant and known.number = seen.number
   ) is null
   -- What may never be stored names nobody ahead of it: a delivery of a call that was deleted, that is held, of which
   -- something was erased, that is too old, or that has another id since its own was erased.
   and (
     select key.deleted or key.erased is not null
       from call_key key
      where key.tenant_id = :tenant and key.call_id = seen.call_id
   ) is not true
   and not exists (
     select from legal_hold held where held.tenant_id = :tenant and held.call_id = seen.call_id
   )
   and (
     seen.started_at >= (
       select greatest(kept.horizon, kept.personal_horizon) from retention kept where kept.tenant_id = :tenant)
   ) is not false
   and not (
     coalesce((select kept.ids_erased from retention kept where kept.tenant_id = :tenant), false)
     and stored_call_id(:tenant, seen.call_id) <> seen.call_id
   )
 order by seen.number collate "C"
    on conflict (tenant_id, number) do nothing
