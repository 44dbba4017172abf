-- The database looks at what a table holds within a minute of its own accord; a month that fills in seconds is planned
-- for as if it were empty until then, and every join of it takes the square of the time.
create or replace function analyze_month(at timestamptz) returns void
  language plpgsql security definer
  set search_path = ${flyway:defaultSchema}, pg_temp
  set lock_timeout = '1s'
as $$
declare
  month constant text := case
    when at < '2020-01-01 00:00:00+00' then '_before_2020'
    else to_char(at at time zone 'UTC', '_YYYY_MM')
  end;
begin
  execute format('analyze %I, %I', 'call' || month, 'leg' || month);
exception
  when lock_not_available then
    null; -- somebody else is at it
end
$$;
comment on function analyze_month(timestamptz) is 'Looks at what the month (UTC) of an instant holds, so that queries are planned for it.';
revoke all on function analyze_month(timestamptz) from public;
grant execute on function analyze_month(timestamptz) to ${app_role};

-- What an erasure changes: statistics show the commonest values of each column until they are made anew, those of months
-- together by themselves. Table by table, so that none keeps the others waiting; the database's own look at one gives way
-- within a second to whoever waits for it.
create or replace function analyze_names() returns void
  language plpgsql security definer
  set search_path = ${flyway:defaultSchema}, pg_temp
  set lock_timeout = '10s'
as $$
declare
  name text;
begin
  foreach name in array array['call', 'leg', 'call_key', 'customer', 'leg_change', 'call_change', 'leg_cell', 'call_cell'
      , 'histogram', 'legal_hold', 'held_back', 'disposition', 'queue', 'queue_setting', 'agent', 'agent_alias', 'campaign'
      , 'centre_number', 'number_assignment', 'calendar', 'target'] loop
    begin
      execute format('analyze %I', name);
    exception
      when lock_not_available then
        raise warning 'The statistics of % are not made anew: it is locked', name;
    end;
  end loop;
end
$$;
comment on function analyze_names() is 'Looks at what the tables hold that may name people, so that the statistics show nothing that is erased.';
revoke all on function analyze_names() from public;
grant execute on function analyze_names() to ${app_role};
