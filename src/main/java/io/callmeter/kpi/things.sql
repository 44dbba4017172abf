-- The things that a selection means, newest first, each with its call.
select fact.*
     , whole.direction        as call_direction
     , whole.started_at       as call_start
     , whole.answered_at      as call_answered_at
     , whole.ended_at         as call_ended_at
     , whole.outcome          as call_outcome
     , whole.customer_number  as call_customer
     , whole.number           as call_number
     , whole.campaign         as call_campaign
     , whole.source           as call_source
     , whole.queue            as call_queue
     , whole.agent            as call_agent
     , whole.ivr              as call_ivr
     , whole.disposition      as call_disposition
     , whole.case_id          as call_case_id
     , whole.wait_us          as call_wait_us
     , whole.talk_us          as call_talk_us
     , whole.length_us        as call_length_us
     , whole.transferred_calls = 1 as call_transferred
  from (
    select {moment} as at
         , fact.call_id
         , fact.{started_at} as thing_call_started_at{leg}
      from (
{rows}
      ) fact
     where {counted}{conditions}
     order by {moment} desc, fact.call_id desc{leg_order}
     limit cast(:limit as bigint)
  ) fact
  -- One call a thing, looked up by its key: without a limit of its own it is joined with all calls where the database
  -- knows too little about new ones.
  cross join lateral (
    select *
      from call_fact
     where call_fact.tenant_id = :tenant
       and call_fact.started_at = fact.thing_call_started_at
       and call_fact.started_at >= :callsFrom
       and call_fact.started_at < :to
       and call_fact.call_id = fact.call_id
     limit 1
  ) whole
 order by fact.at desc, fact.call_id desc{leg_order}
