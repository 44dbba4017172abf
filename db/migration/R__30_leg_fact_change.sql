-- The facts of visits, offers and segments as the cells sum them: menus are not counted, what is not known is nothing.
-- Made anew with leg_fact, whose version is 2.
drop view if exists leg_fact_change;
create view leg_fact_change with (security_invoker = true) as
select tenant_id
     , call_id
     , started_at
     , call_started_at
     , began_at as moment
     , coalesce(queue, '') as queue
     , coalesce(agent, '') as agent
     , coalesce(campaign, '') as campaign
     , direction
     , coalesce(offered, 0)::smallint as offered
     , coalesce(answered, 0)::smallint as answered
     , coalesce(abandoned, 0)::smallint as abandoned
     , coalesce(overflowed, 0)::smallint as overflowed
     , coalesce(callbacks, 0)::smallint as callbacks
     , coalesce(voicemails, 0)::smallint as voicemails
     , coalesce(refused, 0)::smallint as refused
     , coalesce(failed, 0)::smallint as failed
     , coalesce(timed_out, 0)::smallint as timed_out
     , coalesce(left_empty, 0)::smallint as left_empty
     , coalesce(joined_empty, 0)::smallint as joined_empty
     , coalesce(met_full, 0)::smallint as met_full
     , coalesce(waiting, 0)::smallint as waiting
     , coalesce(decided, 0)::smallint as decided
     , coalesce(segment, 0)::smallint as segments
     , coalesce(handled, 0)::smallint as handled
     , coalesce(segments_with_hold, 0)::smallint as segments_with_hold
     , coalesce(transfers, 0)::smallint as transfers
     , coalesce(blind_transfers, 0)::smallint as blind_transfers
     , coalesce(consult_transfers, 0)::smallint as consult_transfers
     , coalesce(offers, 0)::smallint as offers
     , coalesce(answered_offers, 0)::smallint as answered_offers
     , coalesce(missed_offers, 0)::smallint as missed_offers
     , coalesce(wait_us, 0) as wait_us
     , coalesce(talk_us, 0) as talk_us
     , coalesce(hold_us, 0) as hold_us
     , coalesce(wrap_up_us, 0) as wrap_up_us
  from leg_fact
 where offered = 1 or offers = 1 or segment = 1;
comment on view leg_fact_change is 'One row a visit, offer or segment, as leg_change notes it.';

grant select on leg_fact_change to ${app_role};
