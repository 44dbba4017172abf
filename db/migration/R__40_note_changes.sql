-- Notes the facts of some calls as they stand: before they are written with -1, afterwards with 1. In the database, so
-- that replicas of two versions note alike.
create or replace function note_changes(tenant int, change smallint, call_ids text[], started_ats timestamptz[]) returns void
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
  -- Calls are looked up one by one by their keys, whatever is known of how many there are.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
as $$
begin
  insert into leg_change (tenant_id, sign, began_at
    , queue, agent, campaign, direction, offered, answered, abandoned, overflowed, callbacks, voicemails, refused
    , failed, timed_out, left_empty, joined_empty, met_full, waiting, decided, segments, handled, segments_with_hold
    , transfers, blind_transfers, consult_transfers, offers, answered_offers, missed_offers, wait_us, talk_us
    , hold_us, wrap_up_us
  )
  select tenant, change, moment
       , fact.queue, fact.agent, fact.campaign, fact.direction, fact.offered, fact.answered, fact.abandoned
       , fact.overflowed, fact.callbacks, fact.voicemails, fact.refused, fact.failed, fact.timed_out
       , fact.left_empty, fact.joined_empty, fact.met_full, fact.waiting, fact.decided, fact.segments, fact.handled
       , fact.segments_with_hold, fact.transfers, fact.blind_transfers, fact.consult_transfers, fact.offers
       , fact.answered_offers, fact.missed_offers, fact.wait_us, fact.talk_us, fact.hold_us, fact.wrap_up_us
    from unnest(call_ids, started_ats) as known (call_id, started_at)
    join leg_fact_change fact
      on fact.tenant_id = tenant
     and fact.call_started_at = known.started_at
     and fact.call_id = known.call_id;

  insert into call_change (tenant_id, sign, started_at
    , queue, agent, campaign, direction, number, outcome, calls, ended_calls, open_calls, withheld_calls
    , handled_calls, ended_inbound_calls, abandoned_calls, menu_calls, contained_calls, resolved_calls
    , calls_with_verdict, transferred_calls, surveyed_calls, surveyed_handled_calls, satisfied_calls
    , converted_calls, converted_reached_calls
    , calls_that_reached_someone, attempts, connected_attempts, person_attempts, abandoned_attempts
    , no_answer_attempts, busy_attempts, unreachable_attempts, rejected_attempts, invalid_attempts, failed_attempts
    , unanswered_attempts, attempts_with_segment, length_us, conversation_us, abandoned_call_us, ring_us, connect_us
    , csat_score
  )
  select tenant, change, moment
       , fact.queue, fact.agent, fact.campaign, fact.direction, fact.number, fact.outcome, fact.calls
       , fact.ended_calls, fact.open_calls, fact.withheld_calls, fact.handled_calls, fact.ended_inbound_calls
       , fact.abandoned_calls, fact.menu_calls, fact.contained_calls, fact.resolved_calls, fact.calls_with_verdict
       , fact.transferred_calls, fact.surveyed_calls, fact.surveyed_handled_calls, fact.satisfied_calls
       , fact.converted_calls, fact.converted_reached_calls
       , fact.calls_that_reached_someone, fact.attempts, fact.connected_attempts, fact.person_attempts
       , fact.abandoned_attempts, fact.no_answer_attempts, fact.busy_attempts, fact.unreachable_attempts
       , fact.rejected_attempts, fact.invalid_attempts, fact.failed_attempts, fact.unanswered_attempts
       , fact.attempts_with_segment, fact.length_us, fact.conversation_us, fact.abandoned_call_us, fact.ring_us
       , fact.connect_us, fact.csat_score
    from unnest(call_ids, started_ats) as known (call_id, started_at)
    join call_fact_change fact
      on fact.tenant_id = tenant
     and fact.call_started_at = known.started_at
     and fact.call_id = known.call_id;
end
$$;
comment on function note_changes(int, smallint, text[], timestamptz[]) is 'Notes the facts of calls as they stand, to be taken from (-1) or added to (1) the cells.';
revoke all on function note_changes(int, smallint, text[], timestamptz[]) from public;
grant execute on function note_changes(int, smallint, text[], timestamptz[]) to ${app_role};

create or replace function note_range(tenant int, change smallint, from_at timestamptz, to_at timestamptz) returns void
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
  set jit = off
as $$
begin
  insert into leg_change (tenant_id, sign, began_at
    , queue, agent, campaign, direction, offered, answered, abandoned, overflowed, callbacks, voicemails, refused
    , failed, timed_out, left_empty, joined_empty, met_full, waiting, decided, segments, handled, segments_with_hold
    , transfers, blind_transfers, consult_transfers, offers, answered_offers, missed_offers, wait_us, talk_us
    , hold_us, wrap_up_us
  )
  select tenant, change, moment
       , queue, agent, campaign, direction, offered, answered, abandoned, overflowed, callbacks, voicemails, refused
       , failed, timed_out, left_empty, joined_empty, met_full, waiting, decided, segments, handled
       , segments_with_hold, transfers, blind_transfers, consult_transfers, offers, answered_offers, missed_offers
       , wait_us, talk_us, hold_us, wrap_up_us
    from leg_fact_change
   where tenant_id = tenant
     and moment >= from_at
     and moment < to_at
     -- A leg begins at most 30 days after its call. The same said of both tables leaves the other months of both alone.
     and started_at >= from_at - interval '30 days'
     and started_at < to_at
     and call_started_at >= from_at - interval '30 days'
     and call_started_at < to_at;

  insert into call_change (tenant_id, sign, started_at
    , queue, agent, campaign, direction, number, outcome, calls, ended_calls, open_calls, withheld_calls
    , handled_calls, ended_inbound_calls, abandoned_calls, menu_calls, contained_calls, resolved_calls
    , calls_with_verdict, transferred_calls, surveyed_calls, surveyed_handled_calls, satisfied_calls
    , converted_calls, converted_reached_calls
    , calls_that_reached_someone, attempts, connected_attempts, person_attempts, abandoned_attempts
    , no_answer_attempts, busy_attempts, unreachable_attempts, rejected_attempts, invalid_attempts, failed_attempts
    , unanswered_attempts, attempts_with_segment, length_us, conversation_us, abandoned_call_us, ring_us, connect_us
    , csat_score
  )
  select tenant, change, moment
       , queue, agent, campaign, direction, number, outcome, calls, ended_calls, open_calls, withheld_calls
       , handled_calls, ended_inbound_calls, abandoned_calls, menu_calls, contained_calls, resolved_calls
       , calls_with_verdict, transferred_calls, surveyed_calls, surveyed_handled_calls, satisfied_calls
       , converted_calls, converted_reached_calls
       , calls_that_reached_someone, attempts, connected_attempts, person_attempts, abandoned_attempts
       , no_answer_attempts, busy_attempts, unreachable_attempts, rejected_attempts, invalid_attempts
       , failed_attempts, unanswered_attempts, attempts_with_segment, length_us, conversation_us, abandoned_call_us
       , ring_us, connect_us, csat_score
    from call_fact_change
   where tenant_id = tenant
     and moment >= from_at
     and moment < to_at;
end
$$;
comment on function note_range(int, smallint, timestamptz, timestamptz) is 'Notes the facts of a range of time as they stand.';
revoke all on function note_range(int, smallint, timestamptz, timestamptz) from public;
grant execute on function note_range(int, smallint, timestamptz, timestamptz) to ${app_role};
