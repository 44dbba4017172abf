-- What each change adds to the histograms. Folding and reading what is not folded yet use the same formulas, which are here.
drop view if exists leg_change_duration;
create view leg_change_duration with (security_invoker = true) as
select change.tenant_id
     , change.change_id
     , change.began_at as starts_at
     , change.queue
     , change.direction
     , duration.duration
     , duration_bucket(duration.us) as bucket
     , change.sign::int as things
  from leg_change change
  cross join lateral (values
      ('wait' collate "C", change.decided = 1, change.wait_us)
    , ('abandon', change.abandoned = 1, change.wait_us)
    , ('talk', change.handled = 1, change.talk_us)
    , ('handle', change.handled = 1, change.talk_us + change.hold_us + change.wrap_up_us)
  ) as duration (duration, counts, us)
 where duration.counts;
comment on view leg_change_duration is 'One row a change of leg_change and duration that it has, with the columns of a histogram.';

grant select on leg_change_duration to ${app_role};
