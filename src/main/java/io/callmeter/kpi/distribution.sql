-- How many things of each group and outcome fall into each bucket, and what they sum up to, are at least and at most.
select grouping(slot) as total
     , grouping(bucket) as of_all_buckets
     , bucket
     , outcome{keys}
     , count(*)   as things
     , sum(value) as sum
     , min(value) as least
     , max(value) as most
  from (
    select one.*
         , width_bucket(one.value - 1, :edges) as bucket
      from (
{values}
      ) one
     where one.value is not null
  ) thing
 group by grouping sets ((slot, bucket, outcome{keys}), (slot{keys}), (bucket, outcome), ())
 order by total desc, of_all_buckets desc{order}, bucket, outcome collate "C" nulls last
