-- Cells and changes less the facts: what is left over is a mistake. Takes the facts of the range away by noting them with
-- -1, so the transaction must be rolled back. The range begins and ends with a day, and rollup_state must be locked in share
-- row exclusive mode.
create or replace function cell_mismatch(tenant int, zone text, from_at timestamptz, to_at timestamptz)
  returns table (cells text, key_set text, grain text, starts_at timestamptz)
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
  set jit = off
as $$
#variable_conflict use_column
begin
  perform note_range(tenant, -1::smallint, from_at, to_at);
  return query
  select 'leg_cell', key_set, grain, starts_at
    from (
      select key_set, grain, starts_at
           , queue, agent, campaign, direction, offered, answered, abandoned, overflowed, callbacks, voicemails
           , refused, failed, timed_out, left_empty, joined_empty, met_full, waiting, decided, segments, handled
           , segments_with_hold, transfers, blind_transfers, consult_transfers, offers, answered_offers
           , missed_offers, answered_5, answered_10, answered_15, answered_20, answered_30, answered_60, answered_90
           , answered_120, answered_180, abandoned_5, abandoned_10, abandoned_15, abandoned_20, abandoned_30
           , abandoned_60, abandoned_90, abandoned_120, abandoned_180, other_5, other_10, other_15, other_20
           , other_30, other_60, other_90, other_120, other_180, short_calls, long_calls, wait_us, answered_wait_us
           , abandoned_wait_us, talk_us, hold_us, wrap_up_us
        from leg_cell
       where tenant_id = tenant
         and starts_at >= from_at
         and starts_at < to_at
      union all
      select case when grouping(campaign) = 0 then 'queue' when grouping(agent) = 1 then 'queue alone'
                 when grouping(queue) = 1 then 'agent alone' else 'agent' end
           , case when grouping(quarter_at) = 0 then 'quarter' else 'day' end
           , coalesce(quarter_at, day_at)
           , coalesce(queue, ''), coalesce(agent, ''), coalesce(campaign, ''), coalesce(direction, '')
           , sum(offered), sum(answered), sum(abandoned), sum(overflowed), sum(callbacks), sum(voicemails)
           , sum(refused), sum(failed), sum(timed_out), sum(left_empty), sum(joined_empty), sum(met_full)
           , sum(waiting), sum(decided), sum(segments), sum(handled), sum(segments_with_hold), sum(transfers)
           , sum(blind_transfers), sum(consult_transfers), sum(offers), sum(answered_offers), sum(missed_offers)
           , sum(answered_5), sum(answered_10), sum(answered_15), sum(answered_20), sum(answered_30)
           , sum(answered_60), sum(answered_90), sum(answered_120), sum(answered_180), sum(abandoned_5)
           , sum(abandoned_10), sum(abandoned_15), sum(abandoned_20), sum(abandoned_30), sum(abandoned_60)
           , sum(abandoned_90), sum(abandoned_120), sum(abandoned_180), sum(other_5), sum(other_10), sum(other_15)
           , sum(other_20), sum(other_30), sum(other_60), sum(other_90), sum(other_120), sum(other_180)
           , sum(short_calls), sum(long_calls), sum(wait_us), sum(answered_wait_us), sum(abandoned_wait_us)
           , sum(talk_us), sum(hold_us), sum(wrap_up_us)
        from (
          select date_bin('15 minutes', starts_at, timestamptz '2000-01-01 00:00:00+00') as quarter_at
               , date_trunc('day', starts_at, zone)                                      as day_at
               , queue, agent, campaign, direction, offered, answered, abandoned, overflowed, callbacks, voicemails
               , refused, failed, timed_out, left_empty, joined_empty, met_full, waiting, decided, segments, handled
               , segments_with_hold, transfers, blind_transfers, consult_transfers, offers, answered_offers
               , missed_offers, answered_5, answered_10, answered_15, answered_20, answered_30, answered_60
               , answered_90, answered_120, answered_180, abandoned_5, abandoned_10, abandoned_15, abandoned_20
               , abandoned_30, abandoned_60, abandoned_90, abandoned_120, abandoned_180, other_5, other_10, other_15
               , other_20, other_30, other_60, other_90, other_120, other_180, short_calls, long_calls, wait_us
               , answered_wait_us, abandoned_wait_us, talk_us, hold_us, wrap_up_us
            from leg_change_cell
           where tenant_id = tenant
             and starts_at >= from_at
             and starts_at < to_at
        ) noted
       group by grouping sets ((quarter_at, queue, campaign, direction)
         , (day_at, queue, campaign, direction)
         , (quarter_at, agent, queue)
         , (day_at, agent, queue)
         , (day_at, queue)
         , (day_at, agent))
    ) difference
   group by key_set, grain, starts_at
       , queue, agent, campaign, direction
  having sum(offered) <> 0 or sum(answered) <> 0 or sum(abandoned) <> 0 or sum(overflowed) <> 0
      or sum(callbacks) <> 0 or sum(voicemails) <> 0 or sum(refused) <> 0 or sum(failed) <> 0
      or sum(timed_out) <> 0 or sum(left_empty) <> 0 or sum(joined_empty) <> 0 or sum(met_full) <> 0
      or sum(waiting) <> 0 or sum(decided) <> 0 or sum(segments) <> 0 or sum(handled) <> 0
      or sum(segments_with_hold) <> 0 or sum(transfers) <> 0 or sum(blind_transfers) <> 0
      or sum(consult_transfers) <> 0 or sum(offers) <> 0 or sum(answered_offers) <> 0 or sum(missed_offers) <> 0
      or sum(answered_5) <> 0 or sum(answered_10) <> 0 or sum(answered_15) <> 0 or sum(answered_20) <> 0
      or sum(answered_30) <> 0 or sum(answered_60) <> 0 or sum(answered_90) <> 0 or sum(answered_120) <> 0
      or sum(answered_180) <> 0 or sum(abandoned_5) <> 0 or sum(abandoned_10) <> 0 or sum(abandoned_15) <> 0
      or sum(abandoned_20) <> 0 or sum(abandoned_30) <> 0 or sum(abandoned_60) <> 0 or sum(abandoned_90) <> 0
      or sum(abandoned_120) <> 0 or sum(abandoned_180) <> 0 or sum(other_5) <> 0 or sum(other_10) <> 0
      or sum(other_15) <> 0 or sum(other_20) <> 0 or sum(other_30) <> 0 or sum(other_60) <> 0
      or sum(other_90) <> 0 or sum(other_120) <> 0 or sum(other_180) <> 0 or sum(short_calls) <> 0
      or sum(long_calls) <> 0 or sum(wait_us) <> 0 or sum(answered_wait_us) <> 0 or sum(abandoned_wait_us) <> 0
      or sum(talk_us) <> 0 or sum(hold_us) <> 0 or sum(wrap_up_us) <> 0
   union all
  select 'call_cell', key_set, grain, starts_at
    from (
      select key_set, grain, starts_at
           , queue, agent, campaign, direction, number, outcome, calls, ended_calls, open_calls, withheld_calls
           , handled_calls, ended_inbound_calls, abandoned_calls, menu_calls, contained_calls, resolved_calls
           , calls_with_verdict, transferred_calls, surveyed_calls, surveyed_handled_calls, satisfied_calls
           , converted_calls, converted_reached_calls
           , calls_that_reached_someone, attempts, connected_attempts, person_attempts, abandoned_attempts
           , no_answer_attempts, busy_attempts, unreachable_attempts, rejected_attempts, invalid_attempts
           , failed_attempts, unanswered_attempts, attempts_with_segment, length_us, conversation_us
           , abandoned_call_us, ring_us, connect_us, csat_score
        from call_cell
       where tenant_id = tenant
         and starts_at >= from_at
         and starts_at < to_at
      union all
      select case when grouping(number) = 0 then 'number' when grouping(campaign) = 0 then 'queue' when grouping(agent) = 1 then 'queue alone'
                 when grouping(queue) = 1 then 'agent alone' else 'agent' end
           , case when grouping(quarter_at) = 0 then 'quarter' else 'day' end
           , coalesce(quarter_at, day_at)
           , coalesce(queue, ''), coalesce(agent, ''), coalesce(campaign, ''), coalesce(direction, '')
           , coalesce(number, ''), coalesce(outcome, '')
           , sum(calls), sum(ended_calls), sum(open_calls), sum(withheld_calls), sum(handled_calls)
           , sum(ended_inbound_calls), sum(abandoned_calls), sum(menu_calls), sum(contained_calls)
           , sum(resolved_calls), sum(calls_with_verdict), sum(transferred_calls), sum(surveyed_calls)
           , sum(surveyed_handled_calls)
           , sum(satisfied_calls), sum(converted_calls), sum(converted_reached_calls)
           , sum(calls_that_reached_someone), sum(attempts)
           , sum(connected_attempts), sum(person_attempts), sum(abandoned_attempts), sum(no_answer_attempts)
           , sum(busy_attempts), sum(unreachable_attempts), sum(rejected_attempts), sum(invalid_attempts)
           , sum(failed_attempts), sum(unanswered_attempts), sum(attempts_with_segment), sum(length_us)
           , sum(conversation_us), sum(abandoned_call_us), sum(ring_us), sum(connect_us), sum(csat_score)
        from (
          select date_bin('15 minutes', starts_at, timestamptz '2000-01-01 00:00:00+00') as quarter_at
               , date_trunc('day', starts_at, zone)                                      as day_at
               , queue, agent, campaign, direction, number, outcome, calls, ended_calls, open_calls, withheld_calls
               , handled_calls, ended_inbound_calls, abandoned_calls, menu_calls, contained_calls, resolved_calls
               , calls_with_verdict, transferred_calls, surveyed_calls, surveyed_handled_calls, satisfied_calls
               , converted_calls, converted_reached_calls
               , calls_that_reached_someone, attempts, connected_attempts, person_attempts, abandoned_attempts
               , no_answer_attempts, busy_attempts, unreachable_attempts, rejected_attempts, invalid_attempts
               , failed_attempts, unanswered_attempts, attempts_with_segment, length_us, conversation_us
               , abandoned_call_us, ring_us, connect_us, csat_score
            from call_change_cell
           where tenant_id = tenant
             and starts_at >= from_at
             and starts_at < to_at
        ) noted
       group by grouping sets ((quarter_at, queue, campaign, direction)
         , (day_at, queue, campaign, direction)
         , (quarter_at, agent, queue)
         , (day_at, agent, queue)
         , (day_at, queue)
         , (day_at, agent)
         , (quarter_at, campaign, number, outcome, direction)
         , (day_at, campaign, number, outcome, direction))
    ) difference
   group by key_set, grain, starts_at
       , queue, agent, campaign, direction, number, outcome
  having sum(calls) <> 0 or sum(ended_calls) <> 0 or sum(open_calls) <> 0 or sum(withheld_calls) <> 0
      or sum(handled_calls) <> 0 or sum(ended_inbound_calls) <> 0 or sum(abandoned_calls) <> 0
      or sum(menu_calls) <> 0 or sum(contained_calls) <> 0 or sum(resolved_calls) <> 0
      or sum(calls_with_verdict) <> 0 or sum(transferred_calls) <> 0 or sum(surveyed_calls) <> 0
      or sum(surveyed_handled_calls) <> 0
      or sum(satisfied_calls) <> 0 or sum(converted_calls) <> 0 or sum(converted_reached_calls) <> 0
      or sum(calls_that_reached_someone) <> 0
      or sum(attempts) <> 0 or sum(connected_attempts) <> 0 or sum(person_attempts) <> 0
      or sum(abandoned_attempts) <> 0 or sum(no_answer_attempts) <> 0 or sum(busy_attempts) <> 0
      or sum(unreachable_attempts) <> 0 or sum(rejected_attempts) <> 0 or sum(invalid_attempts) <> 0
      or sum(failed_attempts) <> 0 or sum(unanswered_attempts) <> 0 or sum(attempts_with_segment) <> 0
      or sum(length_us) <> 0 or sum(conversation_us) <> 0 or sum(abandoned_call_us) <> 0 or sum(ring_us) <> 0
      or sum(connect_us) <> 0 or sum(csat_score) <> 0
   union all
  select 'histogram', 'queue', 'day', starts_at
    from (
      select duration, queue, starts_at, direction, bucket, things
        from histogram
       where tenant_id = tenant
         and starts_at >= from_at
         and starts_at < to_at
      union all
      select duration, queue, date_trunc('day', starts_at, zone), direction, bucket, things
        from leg_change_duration
       where tenant_id = tenant
         and starts_at >= from_at
         and starts_at < to_at
      union all
      select duration, queue, date_trunc('day', starts_at, zone), direction, bucket, things
        from call_change_duration
       where tenant_id = tenant
         and starts_at >= from_at
         and starts_at < to_at
    ) difference
   group by duration, queue, starts_at, direction, bucket
  having sum(things) <> 0;
end
$$;
comment on function cell_mismatch(int, text, timestamptz, timestamptz) is 'The cells of a range that are not the sums of its facts; to be rolled back.';
revoke all on function cell_mismatch(int, text, timestamptz, timestamptz) from public;
grant execute on function cell_mismatch(int, text, timestamptz, timestamptz) to ${app_role};
