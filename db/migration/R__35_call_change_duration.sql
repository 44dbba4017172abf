-- What each change adds to the histograms. Folding and reading what is not folded yet use the same formulas, which are here.
drop view if exists call_change_duration;
create view call_change_duration with (security_invoker = true) as
select tenant_id
     , change_id
     , started_at as starts_at
     , queue
     , direction
     , 'length' collate "C" as duration
     , duration_bucket(length_us) as bucket
     , sign::int as things
  from call_change
 where ended_calls = 1;
comment on view call_change_duration is 'One row a change of call_change that has a length, with the columns of a histogram.';

grant select on call_change_duration to ${app_role};
