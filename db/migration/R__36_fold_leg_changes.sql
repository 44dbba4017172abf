-- Adds the oldest changes of legs to the cells of quarters and days and to the histograms and forgets them, in one
-- statement: whoever reads cells and changes in one snapshot sees each change once. Two at once of one tenant would add the
-- same changes twice, so the caller locks rollup_state and lets nobody else fold legs of the tenant. Calls may be folded
-- meanwhile: they share no row with legs, not even of the histograms, whose durations are those of one or the other.
create or replace function fold_leg_changes(tenant int, zone text, most int) returns void
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
    from (select change_id from leg_change where tenant_id = tenant order by change_id limit most) oldest;
  with folded as (
    delete from leg_change where tenant_id = tenant and change_id <= last
  ), counted as (
    insert into histogram (tenant_id, duration, queue, starts_at, direction, bucket, things)
    select tenant, duration, queue, date_trunc('day', starts_at, zone), direction, bucket, sum(things)
      from leg_change_duration
     where tenant_id = tenant
       and change_id <= last
     group by duration, queue, date_trunc('day', starts_at, zone), direction, bucket
     order by duration, queue, date_trunc('day', starts_at, zone), direction, bucket
        on conflict on constraint histogram_pk do update set things = histogram.things + excluded.things
  ), added as (
    select date_bin('15 minutes', starts_at, timestamptz '2000-01-01 00:00:00+00') as quarter_at
         , date_trunc('day', starts_at, zone)                                      as day_at
         , queue, agent, campaign, direction, offered, answered, abandoned, overflowed, callbacks, voicemails
         , refused, failed, timed_out, left_empty, joined_empty, met_full, waiting, decided, segments, handled
         , segments_with_hold, transfers, blind_transfers, consult_transfers, offers, answered_offers, missed_offers
         , answered_5, answered_10, answered_15, answered_20, answered_30, answered_60, answered_90, answered_120
         , answered_180, abandoned_5, abandoned_10, abandoned_15, abandoned_20, abandoned_30, abandoned_60
         , abandoned_90, abandoned_120, abandoned_180, other_5, other_10, other_15, other_20, other_30, other_60
         , other_90, other_120, other_180, short_calls, long_calls, wait_us, answered_wait_us, abandoned_wait_us
         , talk_us, hold_us, wrap_up_us
      from leg_change_cell
     where tenant_id = tenant
       and change_id <= last
  )
  insert into leg_cell (tenant_id, key_set, grain, starts_at
    , queue, agent, campaign, direction, offered, answered, abandoned, overflowed, callbacks, voicemails, refused
    , failed, timed_out, left_empty, joined_empty, met_full, waiting, decided, segments, handled, segments_with_hold
    , transfers, blind_transfers, consult_transfers, offers, answered_offers, missed_offers, answered_5, answered_10
    , answered_15, answered_20, answered_30, answered_60, answered_90, answered_120, answered_180, abandoned_5
    , abandoned_10, abandoned_15, abandoned_20, abandoned_30, abandoned_60, abandoned_90, abandoned_120
    , abandoned_180, other_5, other_10, other_15, other_20, other_30, other_60, other_90, other_120, other_180
    , short_calls, long_calls, wait_us, answered_wait_us, abandoned_wait_us, talk_us, hold_us, wrap_up_us
  )
  select tenant
       , case when grouping(campaign) = 0 then 'queue' when grouping(agent) = 1 then 'queue alone'
             when grouping(queue) = 1 then 'agent alone' else 'agent' end
       , case when grouping(quarter_at) = 0 then 'quarter' else 'day' end
       , coalesce(quarter_at, day_at)
       , coalesce(queue, ''), coalesce(agent, ''), coalesce(campaign, ''), coalesce(direction, '')
       , sum(offered), sum(answered), sum(abandoned), sum(overflowed), sum(callbacks), sum(voicemails), sum(refused)
       , sum(failed), sum(timed_out), sum(left_empty), sum(joined_empty), sum(met_full), sum(waiting), sum(decided)
       , sum(segments), sum(handled), sum(segments_with_hold), sum(transfers), sum(blind_transfers)
       , sum(consult_transfers), sum(offers), sum(answered_offers), sum(missed_offers), sum(answered_5)
       , sum(answered_10), sum(answered_15), sum(answered_20), sum(answered_30), sum(answered_60), sum(answered_90)
       , sum(answered_120), sum(answered_180), sum(abandoned_5), sum(abandoned_10), sum(abandoned_15)
       , sum(abandoned_20), sum(abandoned_30), sum(abandoned_60), sum(abandoned_90), sum(abandoned_120)
       , sum(abandoned_180), sum(other_5), sum(other_10), sum(other_15), sum(other_20), sum(other_30), sum(other_60)
       , sum(other_90), sum(other_120), sum(other_180), sum(short_calls), sum(long_calls), sum(wait_us)
       , sum(answered_wait_us), sum(abandoned_wait_us), sum(talk_us), sum(hold_us), sum(wrap_up_us)
    from added
   group by grouping sets ((quarter_at, queue, campaign, direction)
     , (day_at, queue, campaign, direction)
     , (quarter_at, agent, queue)
     , (day_at, agent, queue)
     , (day_at, queue)
     , (day_at, agent))
   -- What is read together lies together.
   order by 2, 3, 4, 5, 6, 7, 8
      on conflict on constraint leg_cell_pk do update
     set offered = leg_cell.offered + excluded.offered, answered = leg_cell.answered + excluded.answered
       , abandoned = leg_cell.abandoned + excluded.abandoned, overflowed = leg_cell.overflowed + excluded.overflowed
       , callbacks = leg_cell.callbacks + excluded.callbacks, voicemails = leg_cell.voicemails + excluded.voicemails
       , refused = leg_cell.refused + excluded.refused, failed = leg_cell.failed + excluded.failed
       , timed_out = leg_cell.timed_out + excluded.timed_out, left_empty = leg_cell.left_empty + excluded.left_empty
       , joined_empty = leg_cell.joined_empty + excluded.joined_empty
       , met_full = leg_cell.met_full + excluded.met_full, waiting = leg_cell.waiting + excluded.waiting
       , decided = leg_cell.decided + excluded.decided, segments = leg_cell.segments + excluded.segments
       , handled = leg_cell.handled + excluded.handled
       , segments_with_hold = leg_cell.segments_with_hold + excluded.segments_with_hold
       , transfers = leg_cell.transfers + excluded.transfers
       , blind_transfers = leg_cell.blind_transfers + excluded.blind_transfers
       , consult_transfers = leg_cell.consult_transfers + excluded.consult_transfers
       , offers = leg_cell.offers + excluded.offers
       , answered_offers = leg_cell.answered_offers + excluded.answered_offers
       , missed_offers = leg_cell.missed_offers + excluded.missed_offers
       , answered_5 = leg_cell.answered_5 + excluded.answered_5
       , answered_10 = leg_cell.answered_10 + excluded.answered_10
       , answered_15 = leg_cell.answered_15 + excluded.answered_15
       , answered_20 = leg_cell.answered_20 + excluded.answered_20
       , answered_30 = leg_cell.answered_30 + excluded.answered_30
       , answered_60 = leg_cell.answered_60 + excluded.answered_60
       , answered_90 = leg_cell.answered_90 + excluded.answered_90
       , answered_120 = leg_cell.answered_120 + excluded.answered_120
       , answered_180 = leg_cell.answered_180 + excluded.answered_180
       , abandoned_5 = leg_cell.abandoned_5 + excluded.abandoned_5
       , abandoned_10 = leg_cell.abandoned_10 + excluded.abandoned_10
       , abandoned_15 = leg_cell.abandoned_15 + excluded.abandoned_15
       , abandoned_20 = leg_cell.abandoned_20 + excluded.abandoned_20
       , abandoned_30 = leg_cell.abandoned_30 + excluded.abandoned_30
       , abandoned_60 = leg_cell.abandoned_60 + excluded.abandoned_60
       , abandoned_90 = leg_cell.abandoned_90 + excluded.abandoned_90
       , abandoned_120 = leg_cell.abandoned_120 + excluded.abandoned_120
       , abandoned_180 = leg_cell.abandoned_180 + excluded.abandoned_180
       , other_5 = leg_cell.other_5 + excluded.other_5, other_10 = leg_cell.other_10 + excluded.other_10
       , other_15 = leg_cell.other_15 + excluded.other_15, other_20 = leg_cell.other_20 + excluded.other_20
       , other_30 = leg_cell.other_30 + excluded.other_30, other_60 = leg_cell.other_60 + excluded.other_60
       , other_90 = leg_cell.other_90 + excluded.other_90, other_120 = leg_cell.other_120 + excluded.other_120
       , other_180 = leg_cell.other_180 + excluded.other_180
       , short_calls = leg_cell.short_calls + excluded.short_calls
       , long_calls = leg_cell.long_calls + excluded.long_calls, wait_us = leg_cell.wait_us + excluded.wait_us
       , answered_wait_us = leg_cell.answered_wait_us + excluded.answered_wait_us
       , abandoned_wait_us = leg_cell.abandoned_wait_us + excluded.abandoned_wait_us
       , talk_us = leg_cell.talk_us + excluded.talk_us, hold_us = leg_cell.hold_us + excluded.hold_us
       , wrap_up_us = leg_cell.wrap_up_us + excluded.wrap_up_us;
end
$$;
comment on function fold_leg_changes(int, text, int) is 'Adds the oldest changes of legs to the cells, at most so many.';
revoke all on function fold_leg_changes(int, text, int) from public;
grant execute on function fold_leg_changes(int, text, int) to ${app_role};
