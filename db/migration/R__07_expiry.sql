-- What expires, decided in one place: for writers, for the job and for whoever asks what the job would do.

-- Whoever stores calls holds the horizon until the end of the transaction, and whoever moves it waits for them: a batch
-- that was checked against the old one is committed before the new one is. A lock of the row would write the row.
-- In the same way nobody gives calls other ids, or takes numbers from their surrogates, while a batch is written. An
-- erasure begins with a lock that it waits for until no batch is being written that does not know of it.
drop function if exists hold_horizon(int);
create function hold_horizon(tenant int, out calls_from timestamptz, out numbers_from timestamptz, out ids_erased boolean
  , out erasing boolean)
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('callmeter.retention'), tenant);
  perform pg_advisory_xact_lock_shared(hashtext('callmeter.erasure'), tenant);
  erasing := not pg_try_advisory_xact_lock_shared(hashtext('callmeter.erasing'), tenant);
  -- A statement of its own, for it has to see what was committed while the locks were waited for.
  select kept.horizon, kept.personal_horizon, kept.ids_erased
    into calls_from, numbers_from, ids_erased
    from retention kept
   where kept.tenant_id = tenant;
end
$$;
comment on function hold_horizon(int) is 'The horizons of a tenant, whether ids of its calls were erased, and whether an erasure runs that looks again at what is delivered; none of it becomes wrong before the end of the transaction.';
revoke all on function hold_horizon(int) from public;
grant execute on function hold_horizon(int) to ${app_role};

create or replace function move_horizon(tenant int, calls timestamptz, numbers timestamptz, cells timestamptz) returns void
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtext('callmeter.retention'), tenant);
  update retention
     set horizon = greatest(horizon, calls)
       , personal_horizon = greatest(personal_horizon, numbers)
       , cell_horizon = greatest(cell_horizon, cells)
   where tenant_id = tenant;
end
$$;
comment on function move_horizon(int, timestamptz, timestamptz, timestamptz) is 'Moves the horizons of a tenant forward, once no batch is being written that knows the old ones.';
revoke all on function move_horizon(int, timestamptz, timestamptz, timestamptz) from public;
grant execute on function move_horizon(int, timestamptz, timestamptz, timestamptz) to ${app_role};

-- Everything of a call lies behind the horizon: what began before it and reaches over it still counts behind it, by its
-- end or by a later leg. A call and its legs end at most 60 days after its start, and wrap-up takes at most 31 more.
create or replace function is_over(tenant int, call_started_at timestamptz, id text, at timestamptz) returns boolean
  language sql stable
return call_started_at < at - interval '91 days' or not exists (
    select from call c
     where c.tenant_id = tenant
       and c.started_at = call_started_at
       and c.call_id = id
       and greatest(c.started_at, c.answered_at, c.ended_at) >= at
  ) and not exists (
    select from leg l
     where l.tenant_id = tenant
       and l.started_at = call_started_at
       and l.call_id = id
       and greatest(l.began_at, l.answered_at, l.ended_at + coalesce(l.wrap_up_us, 0) * interval '1 microsecond') >= at
  );
comment on function is_over(int, timestamptz, text, timestamptz) is 'Whether nothing of a call lies at or after an instant.';
revoke all on function is_over(int, timestamptz, text, timestamptz) from public;
grant execute on function is_over(int, timestamptz, text, timestamptz) to ${app_role};

-- Figures may be grouped by words, so equal words have to stay equal: only the key tells which word it was.
create or replace function stand_in(words text, word_key uuid) returns text
  language sql immutable parallel safe
return case
  when has_number(words) then erased_word(words, word_key)
  else words
end;
comment on function stand_in(text, uuid) is 'A word, or what stands in for one that has something in it that looks like a phone number.';
revoke all on function stand_in(text, uuid) from public;
grant execute on function stand_in(text, uuid) to ${app_role};
