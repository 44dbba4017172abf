-- One row a call: its keys and its additive measures (0/1 and microseconds). Every formula about a single call is here.
-- Reads call and leg only: no reference table, no clock, no other call.
-- Views of it go with it: whoever changes this one changes R__31 too, so that it is made anew.
drop view if exists call_fact cascade;
create view call_fact with (security_invoker = true) as
select c.tenant_id
     , c.call_id
     , c.started_at
     , c.ended_at
     , case
         when c.direction = 'OUTBOUND' or p.conversation_us is not null then c.answered_at
         else l.first_segment_at
       end                                                                       as answered_at
     , c.direction
     , coalesce(c.campaign, c.number_campaign)                                   as campaign
     , c.number
     , c.customer_id
     , c.customer_number
     , c.case_id
     , c.source
     , c.trunk
     , c.hangup_cause
     , c.disposition
     , l.queue
     , l.agent
     , l.first_queue
     , l.first_agent
     , l.ivr
     , l.ended_by
     , o.outcome
     , 1::bigint                                                                 as calls
     , (c.ended_at is not null)::int::bigint                                     as ended_calls
     , (c.ended_at is null)::int::bigint                                         as open_calls
     , (c.customer_id is null)::int::bigint                                      as withheld_calls
     , c.length_us
     , coalesce(p.conversation_us, l.conversation_us)                            as conversation_us
     , l.wait_us
     , coalesce(p.conversation_us, l.talk_us)                                    as talk_us
     , h.handled                                                                 as handled_calls
     , (c.direction = 'INBOUND')::int::bigint                                    as inbound_calls
     , i.ended_inbound                                                           as ended_inbound_calls
     , (i.ended_inbound = 1 and o.outcome = 'ABANDONED')::int::bigint            as abandoned_calls
     , case when i.ended_inbound = 1 and o.outcome = 'ABANDONED' then c.length_us end as abandoned_call_us
     , (c.ended_at is not null and l.menus > 0)::int::bigint                     as menu_calls
     , (c.ended_at is not null and l.menus > 0 and l.visits = 0 and l.segments = 0
         and coalesce(l.last_menu_outcome = 'SERVED', false))::int::bigint       as contained_calls
     , coalesce(c.verdict, false)::int::bigint                                   as resolved_calls
     , (c.verdict is not null)::int::bigint                                      as calls_with_verdict
     , (l.transfers > 0)::int::bigint                                            as transferred_calls
     , (c.score is not null)::int::bigint                                        as surveyed_calls
     , (c.score is not null)::int * h.handled                                    as surveyed_handled_calls
     , coalesce(c.score >= 0.8, false)::int::bigint                              as satisfied_calls
     , c.score                                                                   as csat_score
     , coalesce(c.conversion, false)::int::bigint                                as converted_calls
     , case when c.conversion then c.conversion_amount end                       as conversion_value
     , c.conversion_currency                                                     as currency
     , coalesce(c.conversion, false)::int * h.reached_someone                    as converted_reached_calls
     , h.reached_someone                                                         as calls_that_reached_someone
     , i.outbound                                                                as attempts
     , (i.outbound = 1 and o.outcome in ('CONNECTED', 'MACHINE', 'ABANDONED'))::int::bigint as connected_attempts
     , (i.outbound = 1 and o.outcome in ('CONNECTED', 'ABANDONED'))::int::bigint as person_attempts
     , (i.outbound = 1 and o.outcome = 'ABANDONED')::int::bigint                 as abandoned_attempts
     , (i.outbound = 1 and o.outcome = 'NO_ANSWER')::int::bigint                 as no_answer_attempts
     , (i.outbound = 1 and o.outcome = 'BUSY')::int::bigint                      as busy_attempts
     , (i.outbound = 1 and o.outcome = 'UNREACHABLE')::int::bigint               as unreachable_attempts
     , (i.outbound = 1 and o.outcome = 'REJECTED')::int::bigint                  as rejected_attempts
     , (i.outbound = 1 and o.outcome = 'INVALID_NUMBER')::int::bigint            as invalid_attempts
     , (i.outbound = 1 and o.outcome = 'FAILED')::int::bigint                    as failed_attempts
     , r.unanswered                                                              as unanswered_attempts
     , case when r.unanswered = 1 then c.length_us end                           as ring_us
     , (r.connect_us is not null)::int::bigint                                   as attempts_with_segment
     , r.connect_us
     , case when i.outbound = 1 then c.customer_id end                           as dialled_customer_id
     , fact_version() as fact_version
  from (
    select call.tenant_id
         , call.call_id
         , call.started_at
         , call.answered_at
         , call.ended_at
         , call.direction
         , call.campaign
         , call.number_campaign
         , call.number
         , call.customer_id
         , call.source
         , call.trunk
         , call.outcome
         , call.hangup_cause
         , call.sip_status
         , call.length_us
         , case call.direction when 'OUTBOUND' then nullif(call.to_number, 'withheld') else nullif(call.from_number, 'withheld') end as customer_number
         , coalesce(call.crm_disposition, call.disposition)           as disposition
         , coalesce(call.crm_case_id, call.case_id)                   as case_id
         , coalesce(call.crm_resolved, call.resolved)                 as verdict
         , coalesce(call.crm_converted, call.converted)               as conversion
         , coalesce(call.crm_conversion_value, call.conversion_value) as conversion_amount
         , coalesce(call.crm_currency, call.currency)                 as conversion_currency
         , coalesce(call.crm_csat, call.csat)                         as score
      from call
  ) c
  cross join lateral (
    select count(*)                                                                        as legs
         , count(*) filter (where leg.queued_at is not null)                               as visits
         , count(*) filter (where leg.ivr is not null)                                     as menus
         , count(*) filter (where leg.ivr is not null and e.outcome = 'SERVED')            as menus_served
         , count(*) filter (where leg.ivr is null and leg.answered_at is not null)         as segments
         , count(e.connected_us)                                                           as ended_segments
         , count(leg.transfer) filter (where e.connected_us is not null)                   as transfers
         , sum(e.connected_us)::bigint                                                     as conversation_us
         , sum(greatest(e.connected_us - coalesce(leg.hold_us, 0), 0))
             filter (where e.connected_us is not null)::bigint                             as talk_us
         , sum(e.wait_us)::bigint                                                          as wait_us
         , min(leg.answered_at) filter (where leg.ivr is null)                             as first_segment_at
         , (array_agg(e.outcome order by leg.began_at desc, leg.leg_id desc) filter (where leg.queued_at is not null))[1] as last_visit_outcome
         , (array_agg(e.outcome order by leg.began_at desc, leg.leg_id desc) filter (where leg.ivr is not null))[1]       as last_menu_outcome
         , (array_agg(leg.queue order by leg.began_at desc, leg.leg_id desc) filter (where leg.queued_at is not null))[1]   as queue
         , (array_agg(leg.queue order by leg.began_at, leg.leg_id) filter (where leg.queued_at is not null))[1]             as first_queue
         , (array_agg(leg.agent order by leg.answered_at desc, leg.leg_id desc) filter (where leg.ivr is null and leg.answered_at is not null))[1] as agent
         , (array_agg(leg.agent order by leg.answered_at, leg.leg_id) filter (where leg.ivr is null and leg.answered_at is not null))[1]           as first_agent
         , (array_agg(leg.ivr order by leg.began_at desc, leg.leg_id desc) filter (where leg.ivr is not null))[1]           as ivr
         , (array_agg(leg.ended_by order by e.ended_at desc, leg.leg_id desc) filter (where e.ended_at is not null))[1]       as ended_by
      from leg
      cross join lateral (
        select end_of_leg(leg.ended_at, c.ended_at, leg.queued_at, leg.offered_at, leg.answered_at)         as ended_at
             , outcome_of_leg(leg.outcome, c.ended_at, c.outcome, leg.ivr, leg.queued_at, leg.answered_at) as outcome
             , coalesce(leg.wait_us, case
                 when leg.queued_at is not null then micros_between(leg.queued_at, end_of_leg(leg.ended_at, c.ended_at, leg.queued_at, leg.offered_at, leg.answered_at))
               end)                                                                                         as wait_us
             , coalesce(leg.connected_us, case
                 when leg.ivr is null then micros_between(leg.answered_at, end_of_leg(leg.ended_at, c.ended_at, leg.queued_at, leg.offered_at, leg.answered_at))
               end)                                                                                         as connected_us
      ) e
     where leg.tenant_id = c.tenant_id
       and leg.started_at = c.started_at
       and leg.call_id = c.call_id
  ) l
  cross join lateral (
    select case
      when c.ended_at is null then 'open'
      when c.outcome is not null then c.outcome
      when c.direction <> 'OUTBOUND' then
        case
          when l.segments > 0 or (l.legs = 0 and c.answered_at is not null) then 'CONNECTED'
          when l.visits > 0 then
            case l.last_visit_outcome
              when 'CALLBACK' then 'CALLBACK'
              when 'VOICEMAIL' then 'VOICEMAIL'
              when 'FAILED' then 'FAILED'
              when 'REFUSED' then 'REJECTED'
              when 'OVERFLOWED' then 'NO_ANSWER'
              else 'ABANDONED'
            end
          when l.last_menu_outcome = 'SERVED' then 'SERVED'
          else 'ABANDONED'
        end
      when c.answered_at is not null then
        case when l.segments > 0 or l.menus_served > 0 then 'CONNECTED' else 'ABANDONED' end
      else coalesce(outcome_of_codes(c.hangup_cause, c.sip_status), 'NO_ANSWER')
    end as outcome
  ) o
  cross join lateral (
    -- A plain record, which has no legs, of a conversation.
    select case when l.legs = 0 and o.outcome = 'CONNECTED' then micros_between(c.answered_at, c.ended_at) end as conversation_us
  ) p
  cross join lateral (
    select (l.ended_segments > 0 or p.conversation_us is not null)::int::bigint as handled
         , case c.direction
             when 'OUTBOUND' then coalesce(o.outcome = 'CONNECTED', false)
             else l.ended_segments > 0 or p.conversation_us is not null
           end::int::bigint                                                     as reached_someone
  ) h
  cross join lateral (
    select (c.direction = 'INBOUND' and c.ended_at is not null)::int::bigint as ended_inbound
         , (c.direction = 'OUTBOUND')::int::bigint                           as outbound
  ) i
  cross join lateral (
    select (i.outbound = 1 and c.ended_at is not null and c.answered_at is null
             and o.outcome not in ('CONNECTED', 'MACHINE', 'ABANDONED'))::int::bigint as unanswered
         -- An agent who was on the line before the customer is no wait, and not less than none.
         , case when i.outbound = 1 and l.first_segment_at is not null
             then micros_between(c.answered_at, greatest(l.first_segment_at, c.answered_at))
           end                                                                        as connect_us
  ) r;
comment on view call_fact is 'One row a call: its keys and its additive measures, 0/1 and microseconds.';
comment on column call_fact.answered_at is 'When the first agent answered; of an attempt, when the customer did; of a plain record of a conversation, when that began.';
comment on column call_fact.customer_id is 'Stands for the other side''s number; null when withheld or not sent.';
comment on column call_fact.ivr is 'The last menu.';
comment on column call_fact.ended_by is 'Who ended the leg that ended last.';
comment on column call_fact.wait_us is 'Microseconds in all its queues.';
comment on column call_fact.talk_us is 'Microseconds connected to agents without hold, of segments that have ended, or of a plain record.';
comment on column call_fact.conversation_us is 'Microseconds connected to agents, of segments that have ended, or of a plain record.';
comment on column call_fact.handled_calls is 'Whether a segment has ended, or a plain record is of a conversation.';
comment on column call_fact.converted_reached_calls is 'Of the calls that reached someone, those marked converted.';
comment on column call_fact.surveyed_handled_calls is 'Of the handled calls, those with a score.';
comment on column call_fact.conversion_value is 'In currency; null unless marked converted.';
comment on column call_fact.customer_number is 'The other side''s number; null when withheld or not sent.';
comment on column call_fact.queue is 'The queue of the last visit.';
comment on column call_fact.agent is 'The agent of the last segment.';
comment on column call_fact.first_queue is 'The queue of the first visit.';
comment on column call_fact.first_agent is 'The agent of the first segment.';
comment on column call_fact.outcome is 'As sent, else computed from the legs; ''open'' while in progress.';
comment on column call_fact.connect_us is 'Of an attempt with a segment, microseconds from the customer''s answer to the first segment.';
comment on column call_fact.fact_version is 'Changes with any formula of this view.';

grant select on call_fact to ${app_role};
