-- Makes the cells of a range anew from the facts of one snapshot: in a REPEATABLE READ transaction changes that others
-- commit meanwhile stay noted and are folded later. The range begins and ends with a day, and rollup_state must be locked in
-- share row exclusive mode.
create or replace function rebuild_cells(tenant int, zone text, from_at timestamptz, to_at timestamptz) returns void
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
as $$
begin
  delete from leg_cell where tenant_id = tenant and starts_at >= from_at and starts_at < to_at;
  delete from call_cell where tenant_id = tenant and starts_at >= from_at and starts_at < to_at;
  delete from histogram where tenant_id = tenant and starts_at >= from_at and starts_at < to_at;
  delete from leg_change where tenant_id = tenant and began_at >= from_at and began_at < to_at;
  delete from call_change where tenant_id = tenant and started_at >= from_at and started_at < to_at;
  perform note_range(tenant, 1::smallint, from_at, to_at);
  perform fold_changes(tenant, zone, 2147483647);
end
$$;
comment on function rebuild_cells(int, text, timestamptz, timestamptz) is 'Makes the cells of a range anew from its facts.';
revoke all on function rebuild_cells(int, text, timestamptz, timestamptz) from public;
grant execute on function rebuild_cells(int, text, timestamptz, timestamptz) to ${app_role};
