-- The things that a selection means, newest first, each with its call.
select fact.*{call_of_leg}
  from (
    select {moment} as at
         , fact.call_id{columns}
      from (
{rows}
      ) fact
     where {counted}{conditions}
     order by {moment} desc, fact.call_id desc{leg_order}
     limit cast(:limit as bigint)
  ) fact{calls}
 order by fact.at desc, fact.call_id desc{leg_order}
