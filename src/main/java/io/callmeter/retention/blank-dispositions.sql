-- Words that no call has any more, and whose stand-in has taken their place.
with spoken as materialized (
  select d.campaign, d.code, stand_in(d.code, kept.word_key) as stand_in, stand_in(d.name, kept.word_key) as name
    from disposition d
    join retention kept on kept.tenant_id = d.tenant_id
   where d.tenant_id = :tenant
     and has_number(d.code)
)
, used as materialized (
  select c.disposition as code
    from call c
   where c.tenant_id = :tenant
     and c.disposition in (select code from spoken union all select stand_in from spoken)
  union
  select c.crm_disposition
    from call c
   where c.tenant_id = :tenant
     and c.crm_disposition in (select code from spoken union all select stand_in from spoken)
)
update disposition d
   set code = spoken.stand_in, name = spoken.name, version = d.version + 1
  from spoken
 where d.tenant_id = :tenant
   and d.campaign = spoken.campaign
   and d.code = spoken.code
   and exists (select from used where used.code = spoken.stand_in)
   and not exists (select from used where used.code = spoken.code)
   and not exists (
     select
       from disposition there
      where there.tenant_id = :tenant and there.campaign = spoken.campaign and there.code = spoken.stand_in)
