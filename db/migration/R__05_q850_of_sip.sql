-- What the codes of networks say of a dial that nobody is known to have picked up. The whole table is in src/docs/KPIS.md.

-- The Q.850 cause that RFC 3398 (section 7.2.6.1) gives a final SIP status; null where it gives none. 607 and 608 came
-- later (RFC 8197, RFC 8688): the call was rejected. Of 488 and 606 the cause depends on a header, and is a failure.
create or replace function q850_of_sip(sip_status int) returns int
  language sql immutable parallel safe
return case
  when sip_status in (404, 485, 604) then 1
  when sip_status in (486, 600) then 17
  when sip_status = 480 then 18
  when sip_status in (401, 402, 403, 407, 603, 607, 608) then 21
  when sip_status = 410 then 22
  when sip_status in (482, 483) then 25
  when sip_status = 484 then 28
  when sip_status = 502 then 38
  when sip_status in (400, 481, 500, 503) then 41
  when sip_status = 405 then 63
  when sip_status in (406, 415, 501) then 79
  when sip_status in (488, 606) then 88
  when sip_status in (408, 504) then 102
  when sip_status in (413, 414, 416, 420, 421, 423, 505, 513) then 127
end;
comment on function q850_of_sip(int) is 'The Q.850 cause of a final SIP status by RFC 3398; null where it maps none.';

-- Causes that ITU-T Q.850 does not define say nothing, as 0 does: whatever else is known of the call holds.
create or replace function outcome_of_q850(cause int) returns text
  language sql immutable parallel safe
return case
  when cause in (1, 22, 28) then 'INVALID_NUMBER'
  when cause in (16, 19) then 'NO_ANSWER'
  when cause = 17 then 'BUSY'
  when cause in (18, 20, 27) then 'UNREACHABLE'
  when cause = 21 then 'REJECTED'
  when cause between 2 and 9 or cause between 23 and 31 or cause between 38 and 44 or cause between 81 and 88
    or cause between 95 and 103
    or cause in (14, 34, 46, 47, 49, 50, 53, 55, 57, 58, 62, 63, 65, 66, 69, 70, 79, 90, 91, 110, 111, 127)
    then 'FAILED'
end;
comment on function outcome_of_q850(int) is 'How a dial ended by its Q.850 cause; null where the cause says nothing.';

-- The cause comes before the status. Only of a call that was cleared normally (16, 31) a 2xx says that it was answered
-- before.
create or replace function outcome_of_codes(cause int, sip_status int) returns text
  language sql immutable parallel safe
return coalesce(
    case when sip_status between 200 and 299 and cause in (16, 31) then 'CONNECTED' end
  , outcome_of_q850(cause)
  , case when sip_status between 200 and 299 then 'CONNECTED' end
  , outcome_of_q850(q850_of_sip(sip_status)));
comment on function outcome_of_codes(int, int) is 'How a dial ended by its Q.850 cause and final SIP status; null where neither says anything.';
