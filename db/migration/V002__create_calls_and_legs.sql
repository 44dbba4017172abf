-- Calls and their legs, partitioned by the month of the call's start; a leg carries that start,
-- so that both are pruned alike. Identity is kept by call_key, which is not partitioned.

create table call_key (
  tenant_id  int         not null
, call_id    text        collate "C" not null
, started_at timestamptz
, deleted    boolean     not null default false
, waiting    jsonb
, constraint call_key_pk primary key (tenant_id, call_id)
, constraint call_key_tenant_fk foreign key (tenant_id) references tenant
, constraint call_key_state_check check (started_at is null or (not deleted and waiting is null))
);
comment on table call_key is 'The identity of a call: one row per call id ever seen. Every writer locks these rows first, in order.';
comment on column call_key.tenant_id is 'Whose call.';
comment on column call_key.call_id is 'The source''s id of the call.';
comment on column call_key.started_at is 'Where the call is stored; null while only the CRM has spoken of it, and after a delete.';
comment on column call_key.deleted is 'A tombstone: later deliveries by POST are stale, a PUT brings the call back.';
comment on column call_key.waiting is 'The CRM''s fields that came before the call.';
comment on index call_key_pk is 'Lock and find calls by id.';

create table call (
  tenant_id            int         not null
, call_id              text        collate "C" not null
, started_at           timestamptz not null
, direction            text        not null
, answered_at          timestamptz
, ended_at             timestamptz
, from_raw             text
, from_number          text
, to_raw               text
, to_number            text
, campaign             text
, source               text
, trunk                text
, priority             int
, outcome              text
, hangup_cause         int
, sip_status           int
, mos                  numeric
, disposition          text
, case_id              text
, resolved             boolean
, converted            boolean
, conversion_value     numeric
, currency             text
, csat                 numeric
, recording_url        text
, attributes           jsonb
, revision             bigint
, crm_disposition      text
, crm_case_id          text
, crm_resolved         boolean
, crm_converted        boolean
, crm_conversion_value numeric
, crm_currency         text
, crm_csat             numeric
, length_us            bigint generated always as ((extract(epoch from ended_at - started_at) * 1000000)::bigint) stored
, number               text   generated always as (case direction when 'OUTBOUND' then from_number else to_number end) stored
, constraint call_pk primary key (tenant_id, started_at, call_id)
, constraint call_direction_check check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL'))
, constraint call_outcome_check check (outcome in ('CONNECTED', 'MACHINE', 'SERVED', 'VOICEMAIL', 'CALLBACK',
    'NO_ANSWER', 'BUSY', 'UNREACHABLE', 'REJECTED', 'INVALID_NUMBER', 'FAILED', 'ABANDONED'))
, constraint call_ended_at_check check (ended_at >= started_at)
, constraint call_csat_check check (csat between 0 and 1)
, constraint call_crm_csat_check check (crm_csat between 0 and 1)
) partition by range (started_at);
comment on table call is 'One customer contact from start to end.';
comment on column call.tenant_id is 'Whose call.';
comment on column call.call_id is 'The source''s id, unique within the tenant.';
comment on column call.started_at is 'When the contact began; decides the partition.';
comment on column call.direction is 'INBOUND, OUTBOUND or INTERNAL.';
comment on column call.answered_at is 'OUTBOUND: the customer picked up. INBOUND: the line was answered; read by no metric.';
comment on column call.ended_at is 'Null while in progress.';
comment on column call.from_raw is 'The calling number as sent.';
comment on column call.from_number is 'The calling number in E.164 where possible, ''withheld'', or as sent.';
comment on column call.to_raw is 'The number called as sent.';
comment on column call.to_number is 'The number called in E.164 where possible, ''withheld'', or as sent.';
comment on column call.campaign is 'Code of the campaign.';
comment on column call.source is 'The system that sent the call.';
comment on column call.trunk is 'The line it came or went by.';
comment on column call.priority is 'As the source ranks it.';
comment on column call.outcome is 'As sent; when null, computed in call_fact.';
comment on column call.hangup_cause is 'Q.850 cause.';
comment on column call.sip_status is 'Final SIP status.';
comment on column call.mos is 'Mean opinion score of the line, 1 to 5.';
comment on column call.disposition is 'What came of the call, in the dialer''s words.';
comment on column call.case_id is 'The case it belongs to, as the dialer knows it.';
comment on column call.resolved is 'Whether the matter was resolved, as the dialer knows it.';
comment on column call.converted is 'Whether the call reached its aim, as the dialer knows it.';
comment on column call.conversion_value is 'Value of the conversion in its currency, as the dialer knows it.';
comment on column call.currency is 'ISO 4217 code of the value.';
comment on column call.csat is 'Survey score divided by the highest score, as the dialer knows it.';
comment on column call.recording_url is 'Where the recording is.';
comment on column call.attributes is 'Further values by name.';
comment on column call.revision is 'The source''s version that wrote the call''s own fields last.';
comment on column call.crm_disposition is 'Patched by the CRM; wins over disposition.';
comment on column call.crm_case_id is 'Patched by the CRM; wins over case_id.';
comment on column call.crm_resolved is 'Patched by the CRM; wins over resolved.';
comment on column call.crm_converted is 'Patched by the CRM; wins over converted.';
comment on column call.crm_conversion_value is 'Patched by the CRM; wins over conversion_value.';
comment on column call.crm_currency is 'Patched by the CRM; wins over currency.';
comment on column call.crm_csat is 'Patched by the CRM; wins over csat.';
comment on column call.length_us is 'Microseconds from start to end.';
comment on column call.number is 'The centre''s own number: called when inbound, shown when outbound.';
comment on index call_pk is 'One call, and the calls of a tenant in a range of time.';

create index call_open on call (tenant_id, started_at) where ended_at is null;
comment on index call_open is 'Calls in progress, for the live gauges and dataThrough.';

create table leg (
  tenant_id      int         not null
, call_id        text        collate "C" not null
, started_at     timestamptz not null
, leg_id         text        collate "C" not null
, queue          text
, agent          text
, ivr            text
, trunk          text
, skill          text
, queued_at      timestamptz
, offered_at     timestamptz
, answered_at    timestamptz
, ended_at       timestamptz
, hold_us        bigint
, holds          int
, wrap_up_us     bigint
, outcome        text
, reason         text
, ended_by       text
, transfer       text
, transferred_to text
, revision       bigint
, began_at       timestamptz not null generated always as (coalesce(queued_at, offered_at, answered_at)) stored
, wait_us        bigint generated always as (
    case when queued_at is not null then (extract(epoch from coalesce(answered_at, ended_at) - queued_at) * 1000000)::bigint end) stored
, connected_us   bigint generated always as (
    case when ivr is null then (extract(epoch from ended_at - answered_at) * 1000000)::bigint end) stored
, constraint leg_pk primary key (tenant_id, started_at, call_id, leg_id)
, constraint leg_order_check check (began_at >= started_at and ended_at >= began_at
    and answered_at >= began_at and ended_at >= answered_at)
, constraint leg_ended_check check (ended_at is null or outcome is not null)
, constraint leg_visit_check check (queued_at is null or outcome is null or case
    when answered_at is not null then outcome = 'ANSWERED'
    else outcome in ('ABANDONED', 'OVERFLOWED', 'CALLBACK', 'VOICEMAIL', 'REFUSED', 'FAILED')
  end)
, constraint leg_outcome_check check (outcome in ('ANSWERED', 'ABANDONED', 'OVERFLOWED', 'CALLBACK', 'VOICEMAIL',
    'REFUSED', 'FAILED', 'MISSED', 'DECLINED', 'CANCELLED', 'SERVED'))
, constraint leg_ended_by_check check (ended_by in ('CUSTOMER', 'AGENT', 'SYSTEM'))
, constraint leg_transfer_check check (transfer in ('BLIND', 'CONSULT'))
) partition by range (started_at);
comment on table leg is 'A part of a call: a visit to a queue, an offer to an agent, a segment with an agent, or a menu.';
comment on column leg.tenant_id is 'Whose call.';
comment on column leg.call_id is 'The call.';
comment on column leg.started_at is 'Start of the call, not of the leg; decides the partition.';
comment on column leg.leg_id is 'The source''s id of the leg, unique within the call.';
comment on column leg.queue is 'Code of the queue visited, or for which an agent rang.';
comment on column leg.agent is 'Code of the agent.';
comment on column leg.ivr is 'The menu.';
comment on column leg.trunk is 'The line of this leg.';
comment on column leg.skill is 'The skill asked for.';
comment on column leg.queued_at is 'Entered the queue; makes the leg a visit.';
comment on column leg.offered_at is 'Began to ring at the agent.';
comment on column leg.answered_at is 'The agent answered; of a menu: entered.';
comment on column leg.ended_at is 'Left the queue, stopped ringing, or hung up; null while it lasts.';
comment on column leg.hold_us is 'Microseconds on hold.';
comment on column leg.holds is 'How often put on hold.';
comment on column leg.wrap_up_us is 'Microseconds of work after the segment.';
comment on column leg.outcome is 'How it ended.';
comment on column leg.reason is 'Why it ended so.';
comment on column leg.ended_by is 'Who ended it.';
comment on column leg.transfer is 'BLIND or CONSULT when it ended in a transfer.';
comment on column leg.transferred_to is 'Where to.';
comment on column leg.revision is 'The source''s version that wrote this leg last.';
comment on column leg.began_at is 'The earliest of its times; the interval in which it counts.';
comment on column leg.wait_us is 'Of a visit, microseconds from entering to answer or, unanswered, to leaving; null while waiting.';
comment on column leg.connected_us is 'Of a segment, microseconds from answer to end, hold included.';
comment on index leg_pk is 'The legs of a call.';

create index leg_began_at on leg (tenant_id, began_at);
comment on index leg_began_at is 'Visits, offers and segments in a range of time.';
create index leg_queue on leg (tenant_id, queue, began_at);
comment on index leg_queue is 'Visits and offers of a queue in a range of time.';
create index leg_agent on leg (tenant_id, agent, began_at) where agent is not null;
comment on index leg_agent is 'Offers and segments of an agent in a range of time.';
create index leg_open on leg (tenant_id, started_at) where ended_at is null;
comment on index leg_open is 'Legs in progress, for the live gauges and dataThrough.';

-- Everything before 2020 is one partition; later months are made by ensure_month when their first call comes.
create table call_before_2020 partition of call for values from (minvalue) to ('2020-01-01 00:00:00+00');
comment on table call_before_2020 is 'Calls that began before 2020 (UTC).';
create table leg_before_2020 partition of leg for values from (minvalue) to ('2020-01-01 00:00:00+00');
comment on table leg_before_2020 is 'Legs of calls that began before 2020 (UTC).';

-- The month is made apart and then attached, which does not wait for queries that run.
create function ensure_month(at timestamptz) returns void
  language plpgsql security definer
  set search_path = ${flyway:defaultSchema}, pg_temp
as $$
declare
  first_day constant timestamp := date_trunc('month', at at time zone 'UTC');
  from_at   constant timestamptz := first_day at time zone 'UTC';
  to_at     constant timestamptz := (first_day + interval '1 month') at time zone 'UTC';
  parent    text;
  child     text;
begin
  if from_at < '2020-01-01 00:00:00+00' then
    return;
  end if;
  if at > now() + interval '2 days' then
    raise exception 'no month is made for %, which lies in the future', at using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(hashtext('callmeter.ensure_month'));
  foreach parent in array array ['call', 'leg'] loop
    child := parent || to_char(first_day, '_YYYY_MM');
    if not exists (select from pg_inherits where inhrelid = to_regclass(child) and inhparent = parent::regclass) then
      execute format('create table %I (like %I including all)', child, parent);
      execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child, from_at, to_at);
      execute format('comment on table %I is %L', child, format('%s of calls that began in %s (UTC).',
        initcap(parent) || 's', to_char(first_day, 'YYYY-MM')));
    end if;
  end loop;
end
$$;
comment on function ensure_month(timestamptz) is 'Makes the partitions for the month (UTC) of an instant if they are missing.';
revoke all on function ensure_month(timestamptz) from public;

-- Rights on the parents only: a partition read by its own name is refused.
grant select, insert, update, delete on call_key, call, leg to ${app_role};
grant execute on function ensure_month(timestamptz) to ${app_role};
