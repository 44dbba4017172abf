-- Keeps tenants apart: every table with a tenant_id shows and takes the rows of the transaction's tenant only, and
-- without a tenant nothing but an error. Runs after every migration, so that no table can be forgotten; the table of
-- tenants itself is open, as jobs go from one to the next. Partitions need no policy, as nobody is granted them.
-- Where the service works as the owner of the tables, policies hold for the owner, too.
do $$
declare
  isolated record;
  forced constant boolean := quote_ident(current_user) = '${app_role}';
begin
  -- Replicas that start at once do it one after the other.
  perform pg_advisory_xact_lock(hashtext('callmeter.isolate_tenants'));
  for isolated in
    select c.oid::regclass as name, c.relrowsecurity, c.relforcerowsecurity
         , exists (select from pg_policy where polrelid = c.oid) as has_policy
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relnamespace = '${flyway:defaultSchema}'::regnamespace
       and c.relkind in ('r', 'p')
       and not c.relispartition
       and c.relname <> 'tenant'
  loop
    if not isolated.has_policy then
      execute format('create policy tenant_only on %s using (tenant_id = current_setting(''callmeter.tenant'')::int)'
        , isolated.name);
    end if;
    if not isolated.relrowsecurity then
      execute format('alter table %s enable row level security', isolated.name);
    end if;
    if isolated.relforcerowsecurity <> forced then
      execute format('alter table %s %s row level security', isolated.name
        , case when forced then 'force' else 'no force' end);
    end if;
  end loop;
end
$$;
