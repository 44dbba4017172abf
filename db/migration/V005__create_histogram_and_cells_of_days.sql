-- How many durations fall into each bucket, so that percentiles of a year need not read a year of calls.

create table histogram (
  tenant_id int not null
, duration  text collate "C" not null
, queue     text collate "C" not null
, starts_at timestamptz not null
, direction text collate "C" not null
, bucket    smallint not null
, things    int not null
, constraint histogram_pk primary key (tenant_id, duration, queue, starts_at, direction, bucket)
, constraint histogram_duration_check check (duration in ('wait', 'abandon', 'talk', 'handle', 'length'))
);
comment on table histogram is 'Durations counted by bucket and day of the tenant''s zone, for each queue and direction.';
comment on column histogram.tenant_id is 'Whose visits, segments and calls.';
comment on column histogram.duration is 'What is counted: wait of decided visits, abandon (wait of abandoned visits), talk or handle of ended segments, length of ended calls.';
comment on column histogram.queue is 'As in the fact; empty for none.';
comment on column histogram.starts_at is 'Beginning of the day.';
comment on column histogram.direction is 'As in the fact.';
comment on column histogram.bucket is 'See duration_bucket, bucket_top and bucket_width.';
comment on column histogram.things is 'How many; a bucket that has become empty may stay with 0.';
comment on index histogram_pk is 'The durations of a queue in a range of days.';
grant select, insert, update, delete on histogram to ${app_role};

-- Cells of quarters are found by their time alone: a range of them is short, and every index costs each fold.
drop index leg_cell_queue;
create index leg_cell_queue on leg_cell (tenant_id, key_set, queue, starts_at) where grain = 'day';
comment on index leg_cell_queue is 'The days of a queue in a range of time.';
drop index leg_cell_agent;
create index leg_cell_agent on leg_cell (tenant_id, key_set, agent, starts_at)
  where grain = 'day' and key_set in ('agent', 'agent alone');
comment on index leg_cell_agent is 'The days of an agent in a range of time.';
drop index call_cell_queue;
create index call_cell_queue on call_cell (tenant_id, key_set, queue, starts_at) where grain = 'day';
comment on index call_cell_queue is 'The days of a queue in a range of time.';
drop index call_cell_agent;
create index call_cell_agent on call_cell (tenant_id, key_set, agent, starts_at)
  where grain = 'day' and key_set in ('agent', 'agent alone');
comment on index call_cell_agent is 'The days of an agent in a range of time.';

-- Days of queues and of agents alone: most questions tell nothing else apart, and read a tenth of the cells so.
alter table leg_cell drop constraint leg_cell_key_set_check;
alter table leg_cell add constraint leg_cell_key_set_check
  check (key_set in ('queue', 'agent') or grain = 'day' and key_set in ('queue alone', 'agent alone'));
comment on column leg_cell.key_set is 'Which keys tell its cells apart: queue (queue, campaign, direction), agent (agent, queue); of days also queue alone or agent alone.';
alter table call_cell drop constraint call_cell_key_set_check;
alter table call_cell add constraint call_cell_key_set_check
  check (key_set in ('queue', 'agent', 'number') or grain = 'day' and key_set in ('queue alone', 'agent alone'));
comment on column call_cell.key_set is 'Which keys tell its cells apart: queue (queue, campaign, direction), agent (agent, queue), number (campaign, number, outcome, direction); of days also queue alone or agent alone.';

-- Cells are made anew, and histograms with them; until then questions are answered from facts.
delete from rollup_state;
