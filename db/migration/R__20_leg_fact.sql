-- One row a leg: its keys and its additive measures (0/1 and microseconds). Every formula about a single leg is here.
-- Reads call and leg only: no reference table, no clock, no other leg.
-- Views of it go with it: whoever changes this one changes R__30 too, so that it is made anew.
drop view if exists leg_fact cascade;
create view leg_fact with (security_invoker = true) as
select l.tenant_id
     , l.call_id
     , l.leg_id
     , l.started_at
     , c.started_at as call_started_at
     , l.began_at
     , l.answered_at
     , e.ended_at
     , l.ended_at                                                            as own_ended_at
     , c.direction
     , coalesce(c.campaign, c.number_campaign)                               as campaign
     , c.number
     , c.customer_id
     , coalesce(c.crm_case_id, c.case_id)                                    as case_id
     , c.source
     , coalesce(l.trunk, c.trunk)                                            as trunk
     , c.hangup_cause
     , coalesce(c.crm_disposition, c.disposition)                            as disposition
     , l.ended_by
     , e.outcome                                                             as ending
     , l.transfer
     , l.queue
     , case when v.unanswered = 0 then l.agent end                           as agent
     , v.offered
     , v.answered
     , (v.unanswered = 1 and e.ended_at is not null and e.outcome = 'ABANDONED')::int::bigint  as abandoned
     , (v.unanswered = 1 and e.ended_at is not null and e.outcome = 'OVERFLOWED')::int::bigint as overflowed
     , (v.unanswered = 1 and e.ended_at is not null and e.outcome = 'CALLBACK')::int::bigint   as callbacks
     , (v.unanswered = 1 and e.ended_at is not null and e.outcome = 'VOICEMAIL')::int::bigint  as voicemails
     , (v.unanswered = 1 and e.ended_at is not null and e.outcome = 'REFUSED')::int::bigint    as refused
     , (v.unanswered = 1 and e.ended_at is not null and e.outcome = 'FAILED')::int::bigint     as failed
     , (v.unanswered = 1 and e.outcome = 'OVERFLOWED' and coalesce(l.reason = 'TIMEOUT', false))::int::bigint     as timed_out
     , (v.unanswered = 1 and e.outcome = 'OVERFLOWED' and coalesce(l.reason = 'LEAVE_EMPTY', false))::int::bigint as left_empty
     , (v.unanswered = 1 and e.outcome = 'REFUSED' and coalesce(l.reason = 'JOIN_EMPTY', false))::int::bigint     as joined_empty
     , (v.unanswered = 1 and e.outcome = 'REFUSED' and coalesce(l.reason = 'FULL', false))::int::bigint           as met_full
     , (v.unanswered = 1 and e.ended_at is null)::int::bigint                as waiting
     , (d.wait_us is not null)::int::bigint                                  as decided
     , d.wait_us
     , case when v.answered = 1 then d.wait_us end                           as answered_wait_us
     , case when v.unanswered = 1 and e.outcome = 'ABANDONED' then d.wait_us end as abandoned_wait_us
     , case when v.unanswered = 1 and e.outcome = 'CALLBACK' then d.wait_us end as callback_wait_us
     , s.segment
     , s.handled
     , case when s.handled = 1 then d.connected_us - d.hold_us end           as talk_us
     , case when s.handled = 1 then d.hold_us end                            as hold_us
     , case when s.handled = 1 then coalesce(l.wrap_up_us, 0) end            as wrap_up_us
     , case when s.handled = 1 then d.connected_us + coalesce(l.wrap_up_us, 0) end as handle_us
     , (s.handled = 1 and (coalesce(l.hold_us, 0) > 0 or coalesce(l.holds, 0) > 0))::int::bigint as segments_with_hold
     , (s.handled = 1 and l.transfer is not null)::int::bigint               as transfers
     , (s.handled = 1 and l.transfer = 'BLIND')::int::bigint                 as blind_transfers
     , (s.handled = 1 and l.transfer = 'CONSULT')::int::bigint               as consult_transfers
     , o.offers
     , case when o.offers = 1
         then micros_between(l.offered_at, coalesce(l.answered_at, e.ended_at))
       end                                                                   as ring_us
     , (o.offers = 1 and l.answered_at is not null)::int::bigint             as answered_offers
     , (o.offers = 1 and l.answered_at is null and e.ended_at is not null
         and e.outcome in ('MISSED', 'DECLINED', 'FAILED'))::int::bigint     as missed_offers
     , fact_version() as fact_version
  from leg l
  join call c on c.tenant_id = l.tenant_id and c.started_at = l.started_at and c.call_id = l.call_id
  cross join lateral (
    select (l.queued_at is not null)::int::bigint                               as offered
         , (l.queued_at is not null and l.answered_at is not null)::int::bigint as answered
         , (l.queued_at is not null and l.answered_at is null)::int::bigint     as unanswered
  ) v
  cross join lateral (
    select end_of_leg(l.ended_at, c.ended_at, l.queued_at, l.offered_at, l.answered_at)         as ended_at
         , outcome_of_leg(l.outcome, c.ended_at, c.outcome, l.ivr, l.queued_at, l.answered_at) as outcome
  ) e
  cross join lateral (
    select coalesce(l.wait_us, case when l.queued_at is not null then micros_between(l.queued_at, e.ended_at) end) as wait_us
         , coalesce(l.connected_us, case when l.ivr is null then micros_between(l.answered_at, e.ended_at) end)   as connected_us
  ) w
  cross join lateral (
    -- Hold is checked against the end of its leg where that was sent.
    select w.wait_us
         , w.connected_us
         , least(coalesce(l.hold_us, 0), w.connected_us) as hold_us
  ) d
  cross join lateral (
    select (l.ivr is null and l.answered_at is not null)::int::bigint as segment
         , (d.connected_us is not null)::int::bigint                  as handled
  ) s
  cross join lateral (
    select (l.agent is not null and v.unanswered = 0
             and (l.offered_at is not null or l.answered_at is not null))::int::bigint as offers
  ) o;
comment on view leg_fact is 'One row a leg: its keys and its additive measures, 0/1 and microseconds.';
comment on column leg_fact.call_started_at is 'The same as started_at, from the call: a range on both prunes both tables.';
comment on column leg_fact.ended_at is 'As sent, else with its ended call; null while it lasts.';
comment on column leg_fact.own_ended_at is 'As sent; null while it lasts, and of a leg that ended with its call.';
comment on column leg_fact.began_at is 'Decides the interval in which the leg counts.';
comment on column leg_fact.trunk is 'Its own line, else the call''s.';
comment on column leg_fact.ending is 'The leg''s own outcome, where none was sent that of its ended call.';
comment on column leg_fact.ring_us is 'Of an offer whose begin is known, microseconds until it was answered or ended.';
comment on column leg_fact.agent is 'Null for a visit that nobody answered.';
comment on column leg_fact.talk_us is 'Microseconds connected without hold, once the segment has ended.';
comment on column leg_fact.handle_us is 'Talk, hold and wrap-up, once the segment has ended.';
comment on column leg_fact.fact_version is 'Changes with any formula of this view.';

grant select on leg_fact to ${app_role};
