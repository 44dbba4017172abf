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
