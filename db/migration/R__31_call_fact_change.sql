-- The facts of calls as the cells sum them: all of them, what is not known is nothing.
-- Made anew with call_fact, whose version is 2.
drop view if exists call_fact_change;
create view call_fact_change with (security_invoker = true) as
select tenant_id
     , call_id
     , started_at as call_started_at
     , started_at as moment
     , coalesce(queue, '') as queue
     , coalesce(agent, '') as agent
     , coalesce(campaign, '') as campaign
     , direction
     , coalesce(number, '') as number
     , outcome
     , coalesce(calls, 0)::smallint as calls
     , coalesce(ended_calls, 0)::smallint as ended_calls
     , coalesce(open_calls, 0)::smallint as open_calls
     , coalesce(withheld_calls, 0)::smallint as withheld_calls
     , coalesce(handled_calls, 0)::smallint as handled_calls
     , coalesce(ended_inbound_calls, 0)::smallint as ended_inbound_calls
     , coalesce(abandoned_calls, 0)::smallint as abandoned_calls
     , coalesce(menu_calls, 0)::smallint as menu_calls
     , coalesce(contained_calls, 0)::smallint as contained_calls
     , coalesce(resolved_calls, 0)::smallint as resolved_calls
     , coalesce(calls_with_verdict, 0)::smallint as calls_with_verdict
     , coalesce(transferred_calls, 0)::smallint as transferred_calls
     , coalesce(surveyed_calls, 0)::smallint as surveyed_calls
     , coalesce(surveyed_handled_calls, 0)::smallint as surveyed_handled_calls
     , coalesce(satisfied_calls, 0)::smallint as satisfied_calls
     , coalesce(converted_calls, 0)::smallint as converted_calls
     , coalesce(converted_reached_calls, 0)::smallint as converted_reached_calls
     , coalesce(calls_that_reached_someone, 0)::smallint as calls_that_reached_someone
     , coalesce(attempts, 0)::smallint as attempts
     , coalesce(connected_attempts, 0)::smallint as connected_attempts
     , coalesce(person_attempts, 0)::smallint as person_attempts
     , coalesce(abandoned_attempts, 0)::smallint as abandoned_attempts
     , coalesce(no_answer_attempts, 0)::smallint as no_answer_attempts
     , coalesce(busy_attempts, 0)::smallint as busy_attempts
     , coalesce(unreachable_attempts, 0)::smallint as unreachable_attempts
     , coalesce(rejected_attempts, 0)::smallint as rejected_attempts
     , coalesce(invalid_attempts, 0)::smallint as invalid_attempts
     , coalesce(failed_attempts, 0)::smallint as failed_attempts
     , coalesce(unanswered_attempts, 0)::smallint as unanswered_attempts
     , coalesce(attempts_with_segment, 0)::smallint as attempts_with_segment
     , coalesce(length_us, 0) as length_us
     , coalesce(conversation_us, 0) as conversation_us
     , coalesce(abandoned_call_us, 0) as abandoned_call_us
     , coalesce(ring_us, 0) as ring_us
     , coalesce(connect_us, 0) as connect_us
     , coalesce(csat_score, 0) as csat_score
  from call_fact;
comment on view call_fact_change is 'One row a call, as call_change notes it.';

grant select on call_fact_change to ${app_role};
