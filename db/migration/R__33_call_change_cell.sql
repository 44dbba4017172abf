-- What each change adds to the cells. Folding and reading what is not folded yet use the same formulas, which are here.
drop view if exists call_change_cell;
create view call_change_cell with (security_invoker = true) as
select tenant_id
     , change_id
     , started_at as starts_at
     , queue
     , agent
     , campaign
     , direction
     , number
     , outcome
     , (sign * calls)::int as calls
     , (sign * ended_calls)::int as ended_calls
     , (sign * open_calls)::int as open_calls
     , (sign * withheld_calls)::int as withheld_calls
     , (sign * handled_calls)::int as handled_calls
     , (sign * ended_inbound_calls)::int as ended_inbound_calls
     , (sign * abandoned_calls)::int as abandoned_calls
     , (sign * menu_calls)::int as menu_calls
     , (sign * contained_calls)::int as contained_calls
     , (sign * resolved_calls)::int as resolved_calls
     , (sign * calls_with_verdict)::int as calls_with_verdict
     , (sign * transferred_calls)::int as transferred_calls
     , (sign * surveyed_calls)::int as surveyed_calls
     , (sign * surveyed_handled_calls)::int as surveyed_handled_calls
     , (sign * satisfied_calls)::int as satisfied_calls
     , (sign * converted_calls)::int as converted_calls
     , (sign * converted_reached_calls)::int as converted_reached_calls
     , (sign * calls_that_reached_someone)::int as calls_that_reached_someone
     , (sign * attempts)::int as attempts
     , (sign * connected_attempts)::int as connected_attempts
     , (sign * person_attempts)::int as person_attempts
     , (sign * abandoned_attempts)::int as abandoned_attempts
     , (sign * no_answer_attempts)::int as no_answer_attempts
     , (sign * busy_attempts)::int as busy_attempts
     , (sign * unreachable_attempts)::int as unreachable_attempts
     , (sign * rejected_attempts)::int as rejected_attempts
     , (sign * invalid_attempts)::int as invalid_attempts
     , (sign * failed_attempts)::int as failed_attempts
     , (sign * unanswered_attempts)::int as unanswered_attempts
     , (sign * attempts_with_segment)::int as attempts_with_segment
     , sign * length_us as length_us
     , sign * conversation_us as conversation_us
     , sign * abandoned_call_us as abandoned_call_us
     , sign * ring_us as ring_us
     , sign * connect_us as connect_us
     , sign * csat_score as csat_score
  from call_change;
comment on view call_change_cell is 'One row a change of call_change, with the columns of a cell.';

grant select on call_change_cell to ${app_role};
