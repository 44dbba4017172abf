-- Who calls, without a number; what queues, agents, campaigns and numbers are set to; targets, calendars, dispositions.

create table customer (
  tenant_id   int         not null
, number      text        collate "C" not null
, customer_id uuid        not null default gen_random_uuid()
, constraint customer_pk primary key (tenant_id, number)
, constraint customer_tenant_fk foreign key (tenant_id) references tenant
);
comment on table customer is 'A random surrogate for each number of a customer, so that figures survive the number.';
comment on column customer.tenant_id is 'Whose customer.';
comment on column customer.number is 'The number as calls store it.';
comment on column customer.customer_id is 'Stands for the number wherever customers are counted.';
comment on index customer_pk is 'The surrogate of a number.';

alter table call add column customer_id uuid;
comment on column call.customer_id is 'The customer''s surrogate; null when the number is withheld or was not sent.';
alter table call add column number_campaign text;
comment on column call.number_campaign is 'Of an inbound call, the campaign that its number was assigned to when it was stored.';

insert into customer (tenant_id, number)
select distinct tenant_id, customer_number
  from (
    select tenant_id
         , nullif(case direction when 'OUTBOUND' then to_number else from_number end, 'withheld') as customer_number
      from call
  ) seen
 where customer_number is not null;
update call c
   set customer_id = k.customer_id
  from customer k
 where k.tenant_id = c.tenant_id
   and k.number = nullif(case c.direction when 'OUTBOUND' then c.to_number else c.from_number end, 'withheld');

create index call_customer on call (tenant_id, customer_id, started_at) where customer_id is not null;
comment on index call_customer is 'The calls of a customer, for repeat calls and search.';
create index call_case on call (tenant_id, (coalesce(crm_case_id, case_id)), started_at)
  where coalesce(crm_case_id, case_id) is not null;
comment on index call_case is 'The calls of a case, for first-contact resolution and search.';
create index call_ended_at on call (tenant_id, ended_at);
comment on index call_ended_at is 'Calls by their end.';
create index leg_ended_at on leg (tenant_id, ended_at);
comment on index leg_ended_at is 'Visits, offers and segments by their end.';

alter table queue add column version bigint not null default 0;
comment on column queue.version is 'Counts changes by hand; with row_id the ETag.';
alter table queue add column row_id uuid not null default gen_random_uuid();
comment on column queue.row_id is 'Tells the row from those of the same code that were deleted.';
alter table queue add column time_zone text;
comment on column queue.time_zone is 'IANA zone of queries for this queue alone; null for the tenant''s.';
alter table queue add column calendar text;
comment on column queue.calendar is 'Code of the calendar whose day parts hold for its visits; null for the tenant''s.';

create table queue_setting (
  tenant_id            int  not null
, queue                text not null
, valid_from           date not null
, threshold_us         bigint
, short_abandon_us     bigint
, service_level_policy text
, constraint queue_setting_pk primary key (tenant_id, queue, valid_from)
, constraint queue_setting_queue_fk foreign key (tenant_id, queue) references queue on delete cascade
, constraint queue_setting_threshold_check check (threshold_us >= 0)
, constraint queue_setting_short_abandon_check check (short_abandon_us >= 0)
, constraint queue_setting_policy_check check (service_level_policy in ('ANSWERED_ONLY', 'ABANDONS_NEGATIVE',
    'ABANDONS_IGNORED', 'ABANDONS_CREDITED', 'SHORT_EXCLUDED', 'ALL_OFFERED'))
);
comment on table queue_setting is 'How visits of a queue are judged from a day on, until the next row''s day.';
comment on column queue_setting.tenant_id is 'Whose queue.';
comment on column queue_setting.queue is 'The queue.';
comment on column queue_setting.valid_from is 'First day, in the zone of the queue, else of the tenant.';
comment on column queue_setting.threshold_us is 'T in microseconds; null for the tenant''s.';
comment on column queue_setting.short_abandon_us is 'S in microseconds; null for the tenant''s.';
comment on column queue_setting.service_level_policy is 'What service level divides; null for the tenant''s.';
comment on index queue_setting_pk is 'The settings of a queue by day.';

alter table agent add column version bigint not null default 0;
comment on column agent.version is 'Counts changes by hand; with row_id the ETag.';
alter table agent add column row_id uuid not null default gen_random_uuid();
comment on column agent.row_id is 'Tells the row from those of the same code that were deleted.';
alter table agent add column edited boolean not null default false;
comment on column agent.edited is 'Whether somebody has put the agent; one that only calls have named may become an alias.';
update agent set edited = true where name <> code or not active;
alter table agent add column team text;
comment on column agent.team is 'Whom they are compared with.';
alter table agent add column skills text[] not null default '{}';
comment on column agent.skills is 'What they can do.';

create table agent_alias (
  tenant_id int  not null
, alias     text collate "C" not null
, agent     text not null
, constraint agent_alias_pk primary key (tenant_id, alias)
, constraint agent_alias_agent_fk foreign key (tenant_id, agent) references agent (tenant_id, code) on delete cascade
, constraint agent_alias_alias_check check (alias <> '' and length(alias) <= 128 and alias <> agent)
);
comment on table agent_alias is 'Another code of an agent: an extension, a login. Calls that name it are stored under the agent''s own.';
comment on column agent_alias.tenant_id is 'Whose agent.';
comment on column agent_alias.alias is 'The other code.';
comment on column agent_alias.agent is 'The agent''s own code.';
comment on index agent_alias_pk is 'The agent behind a code.';
create index agent_alias_agent on agent_alias (tenant_id, agent);
comment on index agent_alias_agent is 'The aliases of an agent.';

alter table campaign add column version bigint not null default 0;
comment on column campaign.version is 'Counts changes by hand; with row_id the ETag.';
alter table campaign add column row_id uuid not null default gen_random_uuid();
comment on column campaign.row_id is 'Tells the row from those of the same code that were deleted.';
alter table campaign add column starts_on date;
comment on column campaign.starts_on is 'First day, in the zone of the tenant; null for not said.';
alter table campaign add column ends_on date;
comment on column campaign.ends_on is 'Last day; null for not said.';
alter table campaign add column cost numeric;
comment on column campaign.cost is 'What it costs in all, spread evenly over its days; null for not said.';
alter table campaign add column currency text;
comment on column campaign.currency is 'ISO 4217 code of the cost.';
alter table campaign add constraint campaign_days_check check (ends_on >= starts_on);
alter table campaign add constraint campaign_cost_check
  check (cost is null or (cost >= 0 and currency is not null and starts_on is not null and ends_on is not null));

create table centre_number (
  tenant_id int     not null
, number    text    collate "C" not null
, name      text    not null
, active    boolean not null default true
, version   bigint  not null default 0
, row_id    uuid    not null default gen_random_uuid()
, constraint centre_number_pk primary key (tenant_id, number)
, constraint centre_number_tenant_fk foreign key (tenant_id) references tenant
, constraint centre_number_number_check check (number <> '' and length(number) <= 128)
);
comment on table centre_number is 'A number of the centre.';
comment on column centre_number.tenant_id is 'Whose number.';
comment on column centre_number.number is 'As calls store it: E.164 where possible.';
comment on column centre_number.name is 'Name for people.';
comment on column centre_number.active is 'Whether it is in use.';
comment on column centre_number.version is 'Counts changes by hand; with row_id the ETag.';
comment on column centre_number.row_id is 'Tells the row from those of the same key that were deleted.';
comment on index centre_number_pk is 'One number, and all of a tenant.';

create table number_assignment (
  tenant_id  int         not null
, number     text        collate "C" not null
, valid_from timestamptz not null
, valid_to   timestamptz
, campaign   text
, queue      text
, constraint number_assignment_pk primary key (tenant_id, number, valid_from)
, constraint number_assignment_number_fk foreign key (tenant_id, number) references centre_number on delete cascade
, constraint number_assignment_range_check check (valid_to > valid_from)
);
comment on table number_assignment is 'What a number is dialled for in a range of time; the ranges of a number do not overlap.';
comment on column number_assignment.tenant_id is 'Whose number.';
comment on column number_assignment.number is 'The number.';
-- An assignment without a beginning is stored with the first moment of 1970: no call began before it, and unlike
-- -infinity every client can read it.
comment on column number_assignment.valid_from is 'From when; the first moment of 1970 for ever.';
comment on column number_assignment.valid_to is 'Until when, not in the range; null for ever.';
comment on column number_assignment.campaign is 'The campaign of inbound calls to it that name none.';
comment on column number_assignment.queue is 'The queue of visits of inbound calls to it that name none.';
comment on index number_assignment_pk is 'What a number is for at a time.';

-- Which visits are in the queue of the number dialled, so that a later delivery that names the queue still fills it.
alter table leg add column queue_assigned boolean not null default false;
comment on column leg.queue_assigned is 'The queue is that of the number dialled, for the source has named none.';

create table disposition (
  tenant_id   int     not null
, code        text    collate "C" not null
, campaign    text    collate "C" not null default ''
, name        text    not null
, sale        boolean not null default false
, contact     boolean not null default false
, machine     boolean not null default false
, callback    boolean not null default false
, do_not_call boolean not null default false
, active      boolean not null default true
, version     bigint  not null default 0
, row_id      uuid    not null default gen_random_uuid()
, constraint disposition_pk primary key (tenant_id, campaign, code)
, constraint disposition_tenant_fk foreign key (tenant_id) references tenant
, constraint disposition_code_check check (code <> '' and length(code) <= 128)
, constraint disposition_meaning_check check (not (contact and machine))
);
comment on table disposition is 'What a dialer''s word for the result of a call means.';
comment on column disposition.tenant_id is 'Whose word.';
comment on column disposition.code is 'As calls name it.';
comment on column disposition.campaign is 'The campaign in which it has this meaning; empty for all others.';
comment on column disposition.name is 'Label for people.';
comment on column disposition.sale is 'The call reached its aim.';
comment on column disposition.contact is 'The person meant was reached.';
comment on column disposition.machine is 'A machine answered.';
comment on column disposition.callback is 'The customer is to be called again.';
comment on column disposition.do_not_call is 'The customer does not want to be called again.';
comment on column disposition.active is 'Whether it is in use.';
comment on column disposition.version is 'Counts changes by hand; with row_id the ETag.';
comment on column disposition.row_id is 'Tells the row from those of the same key that were deleted.';
comment on index disposition_pk is 'A word of a campaign, or of the tenant.';

create table calendar (
  tenant_id int    not null
, code      text   collate "C" not null
, name      text   not null
, time_zone text
, day_parts jsonb  not null default '[]'
, holidays  jsonb  not null default '[]'
, version   bigint not null default 0
, row_id    uuid   not null default gen_random_uuid()
, constraint calendar_pk primary key (tenant_id, code)
, constraint calendar_tenant_fk foreign key (tenant_id) references tenant
, constraint calendar_code_check check (code <> '' and length(code) <= 128)
);
comment on table calendar is 'Day parts of the week, such as opening hours and shifts, and holidays; ''default'' is the tenant''s.';
comment on column calendar.tenant_id is 'Whose calendar.';
comment on column calendar.code is 'What queues name.';
comment on column calendar.name is 'Name for people.';
comment on column calendar.time_zone is 'IANA zone of its local times; null for the tenant''s.';
comment on column calendar.day_parts is 'List of {name, days, from, to}; the first that holds counts.';
comment on column calendar.holidays is 'List of {date, name}.';
comment on column calendar.version is 'Counts changes by hand; with row_id the ETag.';
comment on column calendar.row_id is 'Tells the row from those of the same key that were deleted.';
comment on index calendar_pk is 'One calendar.';

create table target (
  tenant_id  int     not null
, code       text    collate "C" not null
, metric     text    not null
, queue      text
, campaign   text
, valid_from date    not null
, value      numeric not null
, currency   text
, goal       text    not null
, version    bigint  not null default 0
, row_id     uuid    not null default gen_random_uuid()
, constraint target_pk primary key (tenant_id, code)
, constraint target_tenant_fk foreign key (tenant_id) references tenant
, constraint target_code_check check (code <> '' and length(code) <= 128)
, constraint target_scope_check check (queue is null or campaign is null)
, constraint target_goal_check check (goal in ('AT_LEAST', 'AT_MOST'))
);
comment on table target is 'What a metric should be, of a queue, a campaign or the tenant, from a day on, until the next one''s day.';
comment on column target.tenant_id is 'Whose target.';
comment on column target.code is 'Its name in paths.';
comment on column target.metric is 'Id of the metric, as the catalogue names it.';
comment on column target.queue is 'The queue it is for; null when not for one.';
comment on column target.campaign is 'The campaign it is for; null when not for one.';
comment on column target.valid_from is 'First day, in the zone of the tenant; the past keeps its targets.';
comment on column target.value is 'Ratios 0..1, durations in seconds, money in currency.';
comment on column target.currency is 'ISO 4217 code of money; null for what is not money.';
comment on column target.goal is 'Whether the metric should be AT_LEAST or AT_MOST the value.';
comment on column target.version is 'Counts changes by hand; with row_id the ETag.';
comment on column target.row_id is 'Tells the row from those of the same key that were deleted.';
comment on index target_pk is 'One target, and all of a tenant.';
create unique index target_of on target (tenant_id, metric, coalesce(queue, ''), coalesce(campaign, ''), valid_from);
comment on index target_of is 'One target for a metric, a scope and a day.';

grant select, insert, update, delete on customer, queue_setting, agent_alias, centre_number, number_assignment
    , disposition, calendar, target to ${app_role};
