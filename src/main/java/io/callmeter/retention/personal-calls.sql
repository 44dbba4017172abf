-- The next calls with something to blank, whoever holds them.
select c.call_id, c.started_at
  from call c
 where c.tenant_id = :tenant
   and c.started_at >= :from
   and c.started_at < :to
   and (c.started_at, c.call_id) > (:afterAt, :afterCall)
   and (case c.direction when 'OUTBOUND' then c.to_raw else c.from_raw end is not null
     or c.recording_url is not null
     or c.attributes is not null
     or exists (
       select
         from leg l
        where l.tenant_id = c.tenant_id
          and l.started_at = c.started_at
          and l.call_id = c.call_id
          and (has_number(l.transferred_to) or has_number(l.trunk) or has_number(l.skill) or has_number(l.reason))
     )
     or has_number(c.source)
     or has_number(c.trunk)
     or has_number(c.disposition)
     or has_number(c.crm_disposition)
     or has_number(c.case_id)
     or has_number(c.crm_case_id))
 order by c.started_at, c.call_id
 limit :batch
