-- The Q.850 cause that RFC 3398 (section 7.2.6.1) gives a final SIP status; null where it gives none.
create or replace function q850_of_sip(sip_status int) returns int
  language sql immutable parallel safe
return case
  when sip_status in (404, 485, 604) then 1
  when sip_status in (486, 600) then 17
  when sip_status = 480 then 18
  when sip_status in (401, 402, 403, 407, 603) then 21
  when sip_status = 410 then 22
  when sip_status in (482, 483) then 25
  when sip_status = 484 then 28
  when sip_status = 502 then 38
  when sip_status in (400, 481, 500, 503) then 41
  when sip_status = 405 then 63
  when sip_status in (406, 415, 501) then 79
  when sip_status in (408, 504) then 102
  when sip_status in (413, 414, 416, 420, 421, 423, 505, 513) then 127
end;
comment on function q850_of_sip(int) is 'The Q.850 cause of a final SIP status by RFC 3398; null where it maps none.';
