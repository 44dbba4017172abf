-- Folds legs, then calls, for whoever rebuilds and for replicas of a version that folded both in one transaction. The table
-- rollup_state must be locked in share row exclusive mode, so that nobody else folds.
create or replace function fold_changes(tenant int, zone text, most int) returns void
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
as $$
begin
  perform fold_leg_changes(tenant, zone, most);
  perform fold_call_changes(tenant, zone, most);
end
$$;
comment on function fold_changes(int, text, int) is 'Adds the oldest changes to the cells, at most so many of legs and as many of calls.';
revoke all on function fold_changes(int, text, int) from public;
grant execute on function fold_changes(int, text, int) to ${app_role};
