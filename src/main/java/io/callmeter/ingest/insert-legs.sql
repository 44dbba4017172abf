insert into leg (
    tenant_id, call_id, started_at, leg_id, queue, queue_assigned, agent, ivr, trunk, skill
  , queued_at, offered_at, answered_at, ended_at
  , hold_us, holds, wrap_up_us, outcome, reason, ended_by, transfer, transferred_to, revision
)
select :tenant, l.*
  from unnest(
      :callId, :startedAt, :legId, :queue, :queueAssigned, :agent, :ivr, :trunk, :skill
    , :queuedAt, :offeredAt, :answeredAt, :endedAt
    , :holdMicros, :holds, :wrapUpMicros, :outcome, :reason, :endedBy, :transfer, :transferredTo, :revision
  ) as l
