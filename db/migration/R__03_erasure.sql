-- What erasures need of the database. What stands in for erased ids and words keeps equal ones equal: only who has the key
-- can tell which it was, by trying.

create or replace function erased_word(words text, word_key uuid) returns text
  language sql immutable parallel safe
return 'erased-' || encode(substr(sha256(convert_to(word_key::text || words, 'UTF8')), 1, 16), 'hex')::uuid::text;
comment on function erased_word(text, uuid) is 'What stands in for an id or a word.';
revoke all on function erased_word(text, uuid) from public;
grant execute on function erased_word(text, uuid) to ${app_role};

create or replace function stored_call_id(tenant int, id text) returns text
  language sql stable
return coalesce((
    select k.call_id
      from retention kept
      join call_key k on k.tenant_id = kept.tenant_id and k.call_id = erased_word(id, kept.word_key)
     where kept.tenant_id = tenant
       and kept.ids_erased
  ), id);
comment on function stored_call_id(int, text) is 'Under which id a call is stored that its source knows by this one.';
revoke all on function stored_call_id(int, text) from public;
grant execute on function stored_call_id(int, text) to ${app_role};

create or replace function adds_up_to_nothing(cell jsonb) returns boolean
  language sql immutable parallel safe
return not exists (
    select
      from jsonb_each(cell) as part (name, value)
     where part.name <> 'tenant_id'
       and case jsonb_typeof(part.value) when 'number' then part.value::numeric <> 0 else false end
  );
comment on function adds_up_to_nothing(jsonb) is 'Whether nothing is left of a cell: what it counted was corrected.';
revoke all on function adds_up_to_nothing(jsonb) from public;
grant execute on function adds_up_to_nothing(jsonb) to ${app_role};
