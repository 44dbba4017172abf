-- What each change adds to the cells. Folding and reading what is not folded yet use the same formulas, which are here.
drop view if exists leg_change_cell;
create view leg_change_cell with (security_invoker = true) as
select tenant_id
     , change_id
     , began_at as starts_at
     , queue
     , agent
     , campaign
     , direction
     , (sign * offered)::int as offered
     , (sign * answered)::int as answered
     , (sign * abandoned)::int as abandoned
     , (sign * overflowed)::int as overflowed
     , (sign * callbacks)::int as callbacks
     , (sign * voicemails)::int as voicemails
     , (sign * refused)::int as refused
     , (sign * failed)::int as failed
     , (sign * timed_out)::int as timed_out
     , (sign * left_empty)::int as left_empty
     , (sign * joined_empty)::int as joined_empty
     , (sign * met_full)::int as met_full
     , (sign * waiting)::int as waiting
     , (sign * decided)::int as decided
     , (sign * segments)::int as segments
     , (sign * handled)::int as handled
     , (sign * segments_with_hold)::int as segments_with_hold
     , (sign * transfers)::int as transfers
     , (sign * blind_transfers)::int as blind_transfers
     , (sign * consult_transfers)::int as consult_transfers
     , (sign * offers)::int as offers
     , (sign * answered_offers)::int as answered_offers
     , (sign * missed_offers)::int as missed_offers
     , (sign * (answered = 1 and wait_us <= 5000000)::int)::int as answered_5
     , (sign * (answered = 1 and wait_us <= 10000000)::int)::int as answered_10
     , (sign * (answered = 1 and wait_us <= 15000000)::int)::int as answered_15
     , (sign * (answered = 1 and wait_us <= 20000000)::int)::int as answered_20
     , (sign * (answered = 1 and wait_us <= 30000000)::int)::int as answered_30
     , (sign * (answered = 1 and wait_us <= 60000000)::int)::int as answered_60
     , (sign * (answered = 1 and wait_us <= 90000000)::int)::int as answered_90
     , (sign * (answered = 1 and wait_us <= 120000000)::int)::int as answered_120
     , (sign * (answered = 1 and wait_us <= 180000000)::int)::int as answered_180
     , (sign * (abandoned = 1 and wait_us <= 5000000)::int)::int as abandoned_5
     , (sign * (abandoned = 1 and wait_us <= 10000000)::int)::int as abandoned_10
     , (sign * (abandoned = 1 and wait_us <= 15000000)::int)::int as abandoned_15
     , (sign * (abandoned = 1 and wait_us <= 20000000)::int)::int as abandoned_20
     , (sign * (abandoned = 1 and wait_us <= 30000000)::int)::int as abandoned_30
     , (sign * (abandoned = 1 and wait_us <= 60000000)::int)::int as abandoned_60
     , (sign * (abandoned = 1 and wait_us <= 90000000)::int)::int as abandoned_90
     , (sign * (abandoned = 1 and wait_us <= 120000000)::int)::int as abandoned_120
     , (sign * (abandoned = 1 and wait_us <= 180000000)::int)::int as abandoned_180
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 5000000)::int)::int as other_5
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 10000000)::int)::int as other_10
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 15000000)::int)::int as other_15
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 20000000)::int)::int as other_20
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 30000000)::int)::int as other_30
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 60000000)::int)::int as other_60
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 90000000)::int)::int as other_90
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 120000000)::int)::int as other_120
     , (sign * (decided = 1 and answered = 0 and abandoned = 0 and wait_us <= 180000000)::int)::int as other_180
     , (sign * (handled = 1 and talk_us < 10000000)::int)::int as short_calls
     , (sign * (handled = 1 and talk_us > 600000000)::int)::int as long_calls
     , sign * wait_us as wait_us
     , sign * answered * wait_us as answered_wait_us
     , sign * abandoned * wait_us as abandoned_wait_us
     , sign * talk_us as talk_us
     , sign * hold_us as hold_us
     , sign * wrap_up_us as wrap_up_us
  from leg_change;
comment on view leg_change_cell is 'One row a change of leg_change, with the columns of a cell.';

grant select on leg_change_cell to ${app_role};
