-- Adds the oldest changes of calls to the cells of quarters and days and to the histograms and forgets them, as
-- fold_leg_changes does with those of legs, and under the same condition.
create or replace function fold_call_changes(tenant int, zone text, most int) returns void
  language plpgsql
  set search_path = ${flyway:defaultSchema}, pg_temp
  set jit = off
  set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
  last bigint;
begin
  select max(change_id) into last
    from (select change_id from call_change where tenant_id = tenant order by change_id limit most) oldest;
  with folded as (
    delete from call_change where tenant_id = tenant and change_id <= last
  ), counted as (
    insert into histogram (tenant_id, duration, queue, starts_at, direction, bucket, things)
    select tenant, duration, queue, date_trunc('day', starts_at, zone), direction, bucket, sum(things)
      from call_change_duration
     where tenant_id = tenant
       and change_id <= last
     group by duration, queue, date_trunc('day', starts_at, zone), direction, bucket
     order by duration, queue, date_trunc('day', starts_at, zone), direction, bucket
        on conflict on constraint histogram_pk do update set things = histogram.things + excluded.things
  ), added as (
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
       and change_id <= last
  )
  insert into call_cell (tenant_id, key_set, grain, starts_at
    , queue, agent, campaign, direction, number, outcome, calls, ended_calls, open_calls, withheld_calls
    , handled_calls, ended_inbound_calls, abandoned_calls, menu_calls, contained_calls, resolved_calls
    , calls_with_verdict, transferred_calls, surveyed_calls, surveyed_handled_calls, satisfied_calls
    , converted_calls, converted_reached_calls
    , calls_that_reached_someone, attempts, connected_attempts, person_attempts, abandoned_attempts
    , no_answer_attempts, busy_attempts, unreachable_attempts, rejected_attempts, invalid_attempts, failed_attempts
    , unanswered_attempts, attempts_with_segment, length_us, conversation_us, abandoned_call_us, ring_us, connect_us
    , csat_score
  )
  select tenant
       , case when grouping(number) = 0 then 'number' when grouping(campaign) = 0 then 'queue' when grouping(agent) = 1 then 'queue alone'
             when grouping(queue) = 1 then 'agent alone' else 'agent' end
       , case when grouping(quarter_at) = 0 then 'quarter' else 'day' end
       , coalesce(quarter_at, day_at)
       , coalesce(queue, ''), coalesce(agent, ''), coalesce(campaign, ''), coalesce(direction, '')
       , coalesce(number, ''), coalesce(outcome, '')
       , sum(calls), sum(ended_calls), sum(open_calls), sum(withheld_calls), sum(handled_calls)
       , sum(ended_inbound_calls), sum(abandoned_calls), sum(menu_calls), sum(contained_calls), sum(resolved_calls)
       , sum(calls_with_verdict), sum(transferred_calls), sum(surveyed_calls), sum(surveyed_handled_calls)
       , sum(satisfied_calls)
       , sum(converted_calls), sum(converted_reached_calls), sum(calls_that_reached_someone), sum(attempts)
       , sum(connected_attempts)
       , sum(person_attempts), sum(abandoned_attempts), sum(no_answer_attempts), sum(busy_attempts)
       , sum(unreachable_attempts), sum(rejected_attempts), sum(invalid_attempts), sum(failed_attempts)
       , sum(unanswered_attempts), sum(attempts_with_segment), sum(length_us), sum(conversation_us)
       , sum(abandoned_call_us), sum(ring_us), sum(connect_us), sum(csat_score)
    from added
   group by grouping sets ((quarter_at, queue, campaign, direction)
     , (day_at, queue, campaign, direction)
     , (quarter_at, agent, queue)
     , (day_at, agent, queue)
     , (day_at, queue)
     , (day_at, agent)
     , (quarter_at, campaign, number, outcome, direction)
     , (day_at, campaign, number, outcome, direction))
   order by 2, 3, 4, 5, 6, 7, 8, 9, 10
      on conflict on constraint call_cell_pk do update
     set calls = call_cell.calls + excluded.calls, ended_calls = call_cell.ended_calls + excluded.ended_calls
       , open_calls = call_cell.open_calls + excluded.open_calls
       , withheld_calls = call_cell.withheld_calls + excluded.withheld_calls
       , handled_calls = call_cell.handled_calls + excluded.handled_calls
       , ended_inbound_calls = call_cell.ended_inbound_calls + excluded.ended_inbound_calls
       , abandoned_calls = call_cell.abandoned_calls + excluded.abandoned_calls
       , menu_calls = call_cell.menu_calls + excluded.menu_calls
       , contained_calls = call_cell.contained_calls + excluded.contained_calls
       , resolved_calls = call_cell.resolved_calls + excluded.resolved_calls
       , calls_with_verdict = call_cell.calls_with_verdict + excluded.calls_with_verdict
       , transferred_calls = call_cell.transferred_calls + excluded.transferred_calls
       , surveyed_calls = call_cell.surveyed_calls + excluded.surveyed_calls
       , surveyed_handled_calls = call_cell.surveyed_handled_calls + excluded.surveyed_handled_calls
       , satisfied_calls = call_cell.satisfied_calls + excluded.satisfied_calls
       , converted_calls = call_cell.converted_calls + excluded.converted_calls
       , converted_reached_calls = call_cell.converted_reached_calls + excluded.converted_reached_calls
       , calls_that_reached_someone = call_cell.calls_that_reached_someone + excluded.calls_that_reached_someone
       , attempts = call_cell.attempts + excluded.attempts
       , connected_attempts = call_cell.connected_attempts + excluded.connected_attempts
       , person_attempts = call_cell.person_attempts + excluded.person_attempts
       , abandoned_attempts = call_cell.abandoned_attempts + excluded.abandoned_attempts
       , no_answer_attempts = call_cell.no_answer_attempts + excluded.no_answer_attempts
       , busy_attempts = call_cell.busy_attempts + excluded.busy_attempts
       , unreachable_attempts = call_cell.unreachable_attempts + excluded.unreachable_attempts
       , rejected_attempts = call_cell.rejected_attempts + excluded.rejected_attempts
       , invalid_attempts = call_cell.invalid_attempts + excluded.invalid_attempts
       , failed_attempts = call_cell.failed_attempts + excluded.failed_attempts
       , unanswered_attempts = call_cell.unanswered_attempts + excluded.unanswered_attempts
       , attempts_with_segment = call_cell.attempts_with_segment + excluded.attempts_with_segment
       , length_us = call_cell.length_us + excluded.length_us
       , conversation_us = call_cell.conversation_us + excluded.conversation_us
       , abandoned_call_us = call_cell.abandoned_call_us + excluded.abandoned_call_us
       , ring_us = call_cell.ring_us + excluded.ring_us, connect_us = call_cell.connect_us + excluded.connect_us
       , csat_score = call_cell.csat_score + excluded.csat_score;
end
$$;
comment on function fold_call_changes(int, text, int) is 'Adds the oldest changes of calls to the cells, at most so many.';
revoke all on function fold_call_changes(int, text, int) from public;
grant execute on function fold_call_changes(int, text, int) to ${app_role};
