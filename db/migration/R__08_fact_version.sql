-- The version of all facts: cells of another version are not read. Raised with any formula of call_fact or leg_fact.
create or replace function fact_version() returns int
  language sql immutable parallel safe
return 2;
comment on function fact_version() is 'Version of the facts; a column of whatever is summed from them.';
