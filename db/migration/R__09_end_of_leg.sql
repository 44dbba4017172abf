-- An open leg of an ended call ends with its call. When and how it ends is here, for both views of facts.

create or replace function end_of_leg(ended_at timestamptz, call_ended_at timestamptz, queued_at timestamptz, offered_at timestamptz, answered_at timestamptz) returns timestamptz
  language sql immutable parallel safe
return case
  when ended_at is not null then ended_at
  when call_ended_at is not null then greatest(call_ended_at, queued_at, offered_at, answered_at)
end;
comment on function end_of_leg(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz) is 'When a leg ended: as sent, else with its call, but not before it began; null while it lasts.';

-- The outcome that was sent of the call tells how a visit or menu ended whose own was not sent, where it can; else the
-- caller hung up. An offer that nobody ended was no agent's miss.
create or replace function outcome_of_leg(outcome text, call_ended_at timestamptz, call_outcome text, ivr text, queued_at timestamptz, answered_at timestamptz) returns text
  language sql immutable parallel safe
return case
  when outcome is not null or call_ended_at is null then outcome
  when ivr is not null then
    case
      when call_outcome in ('CONNECTED', 'SERVED', 'VOICEMAIL', 'CALLBACK') then 'SERVED'
      when call_outcome = 'FAILED' then 'FAILED'
      else 'ABANDONED'
    end
  when answered_at is not null then 'ANSWERED'
  when queued_at is null then 'CANCELLED'
  when call_outcome in ('CALLBACK', 'VOICEMAIL') then call_outcome
  when call_outcome = 'REJECTED' then 'REFUSED'
  when call_outcome in ('NO_ANSWER', 'CONNECTED', 'SERVED', 'MACHINE') then 'OVERFLOWED'
  when call_outcome in ('FAILED', 'BUSY', 'UNREACHABLE', 'INVALID_NUMBER') then 'FAILED'
  else 'ABANDONED'
end;
comment on function outcome_of_leg(text, timestamptz, text, text, timestamptz, timestamptz) is 'How a leg ended: as sent, else as the outcome sent of its ended call tells; null while it lasts.';

create or replace function micros_between(from_at timestamptz, to_at timestamptz) returns bigint
  language sql immutable parallel safe
return (extract(epoch from to_at - from_at) * 1000000)::bigint;
comment on function micros_between(timestamptz, timestamptz) is 'Microseconds from one moment to another.';
