-- The month is made apart and then attached, which does not wait for queries that run. One that was detached and not
-- dropped yet comes back: somebody has a call for it after all.
create or replace function ensure_month(at timestamptz) returns void
  language plpgsql security definer
  set search_path = ${flyway:defaultSchema}, pg_temp
as $$
declare
  first_day constant timestamp := date_trunc('month', at at time zone 'UTC');
  from_at   constant timestamptz := first_day at time zone 'UTC';
  to_at     constant timestamptz := (first_day + interval '1 month') at time zone 'UTC';
  parent    text;
  child     text;
  pending   boolean;
begin
  if from_at < '2020-01-01 00:00:00+00' then
    return;
  end if;
  if at > now() + interval '2 days' then
    raise exception 'no month is made for %, which lies in the future', at using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(hashtext('callmeter.ensure_month'));
  foreach parent in array array ['call', 'leg'] loop
    child := parent || to_char(first_day, '_YYYY_MM');
    select inhdetachpending into pending
      from pg_inherits
     where inhrelid = to_regclass(child)
       and inhparent = parent::regclass;
    if pending then
      raise exception 'the month of % is being detached', at using errcode = 'lock_not_available';
    end if;
    if pending is null then
      if to_regclass(child) is null then
        execute format('create table %I (like %I including all)', child, parent);
      end if;
      execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child, from_at, to_at);
      execute format('comment on table %I is %L', child, format('%s of calls that began in %s (UTC).',
        initcap(parent) || 's', to_char(first_day, 'YYYY-MM')));
    end if;
  end loop;
end
$$;
comment on function ensure_month(timestamptz) is 'Makes the partitions for the month (UTC) of an instant if they are missing.';
