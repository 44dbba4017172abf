-- Gives calls whose ids name the subject others, by which deliveries find them; to be asked while nobody writes. Held ones
-- stay as they are.
with named as (
  select k.*, erased_word(k.call_id, kept.word_key) as stand_in
    from call_key k
    join retention kept on kept.tenant_id = k.tenant_id
   where k.tenant_id = :tenant
     and k.call_id = any (:callIds)
     and names_number(k.call_id, :pattern)
     and not exists (select from legal_hold held where held.tenant_id = k.tenant_id and held.call_id = k.call_id)
     for update of k
)
, keys as (
  insert into call_key (tenant_id, call_id, started_at, deleted, waiting, waiting_since, erased)
  select tenant_id, stand_in, started_at, deleted, waiting, waiting_since, erased from named
)
, calls as (
  update call c
     set call_id = named.stand_in
    from named
   where c.tenant_id = named.tenant_id and c.started_at = named.started_at and c.call_id = named.call_id
)
, legs as (
  update leg l
     set call_id = named.stand_in
    from named
   where l.tenant_id = named.tenant_id and l.started_at = named.started_at and l.call_id = named.call_id
)
, held as (
  update held_back b set call_id = named.stand_in from named where b.tenant_id = named.tenant_id and b.call_id = named.call_id
)
, cases as (
  update kept_case b set call_id = named.stand_in from named where b.tenant_id = named.tenant_id and b.call_id = named.call_id
)
delete from call_key k using named where k.tenant_id = named.tenant_id and k.call_id = named.call_id
