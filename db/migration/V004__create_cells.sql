-- Sums of facts, so that figures of a year need not read a year of calls: see `Cells` in the rationale.

create table rollup_state (
  tenant_id    int  not null
, fact_version int  not null
, time_zone    text not null
, constraint rollup_state_pk primary key (tenant_id)
, constraint rollup_state_tenant_fk foreign key (tenant_id) references tenant
);
comment on table rollup_state is 'What the cells of a tenant were made of; while it differs from what is asked for, they are not read. Whoever folds or rebuilds locks the table.';
comment on column rollup_state.tenant_id is 'Whose cells.';
comment on column rollup_state.fact_version is 'Version of the facts that they sum.';
comment on column rollup_state.time_zone is 'IANA zone of the days.';
comment on index rollup_state_pk is 'The state of one tenant.';

create table leg_change (
  tenant_id          int not null
, change_id          bigint not null generated always as identity
, noted_at           timestamptz not null default now()
, sign               smallint not null
, began_at           timestamptz not null
, queue              text collate "C" not null
, agent              text collate "C" not null
, campaign           text collate "C" not null
, direction          text collate "C" not null
, offered            smallint not null
, answered           smallint not null
, abandoned          smallint not null
, overflowed         smallint not null
, callbacks          smallint not null
, voicemails         smallint not null
, refused            smallint not null
, failed             smallint not null
, timed_out          smallint not null
, left_empty         smallint not null
, joined_empty       smallint not null
, met_full           smallint not null
, waiting            smallint not null
, decided            smallint not null
, segments           smallint not null
, handled            smallint not null
, segments_with_hold smallint not null
, transfers          smallint not null
, blind_transfers    smallint not null
, consult_transfers  smallint not null
, offers             smallint not null
, answered_offers    smallint not null
, missed_offers      smallint not null
, wait_us            bigint not null
, talk_us            bigint not null
, hold_us            bigint not null
, wrap_up_us         bigint not null
, constraint leg_change_pk primary key (tenant_id, change_id)
, constraint leg_change_sign_check check (sign in (-1, 1))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000
      , autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
comment on table leg_change is 'Facts of visits, offers and segments as they were (-1) and as they are (1) since they were folded last: what is to be added to the cells.';
comment on column leg_change.tenant_id is 'Whose visits, offers and segments.';
comment on column leg_change.change_id is 'In the order in which changes are folded.';
comment on column leg_change.noted_at is 'When the change was made, for the lag of the fold.';
comment on column leg_change.sign is '-1 takes away what was stored before, 1 adds what is stored now.';
comment on column leg_change.began_at is 'Decides the interval in which it counts.';
comment on column leg_change.queue is 'As in the fact; empty for none.';
comment on column leg_change.agent is 'As in the fact; empty for none.';
comment on column leg_change.campaign is 'As in the fact; empty for none.';
comment on column leg_change.direction is 'As in the fact; empty for none.';
comment on column leg_change.offered is 'Visits: 0 or 1.';
comment on column leg_change.answered is 'Answered visits: 0 or 1.';
comment on column leg_change.abandoned is 'Abandoned visits: 0 or 1.';
comment on column leg_change.overflowed is 'Overflowed visits: 0 or 1.';
comment on column leg_change.callbacks is 'Visits that ended in a request to be called back: 0 or 1.';
comment on column leg_change.voicemails is 'Visits that ended in a voicemail: 0 or 1.';
comment on column leg_change.refused is 'Refused visits: 0 or 1.';
comment on column leg_change.failed is 'Visits that failed: 0 or 1.';
comment on column leg_change.timed_out is 'Visits overflowed by time-out: 0 or 1.';
comment on column leg_change.left_empty is 'Visits overflowed because the last agent left: 0 or 1.';
comment on column leg_change.joined_empty is 'Visits refused because there was no agent: 0 or 1.';
comment on column leg_change.met_full is 'Visits refused because the queue was full: 0 or 1.';
comment on column leg_change.waiting is 'Visits neither answered nor ended: 0 or 1.';
comment on column leg_change.decided is 'Visits answered or ended: 0 or 1.';
comment on column leg_change.segments is 'Segments: 0 or 1.';
comment on column leg_change.handled is 'Ended segments: 0 or 1.';
comment on column leg_change.segments_with_hold is 'Ended segments with hold: 0 or 1.';
comment on column leg_change.transfers is 'Segments that ended in a transfer: 0 or 1.';
comment on column leg_change.blind_transfers is 'Segments that ended in a blind transfer: 0 or 1.';
comment on column leg_change.consult_transfers is 'Segments that ended in a consulted transfer: 0 or 1.';
comment on column leg_change.offers is 'Offers: 0 or 1.';
comment on column leg_change.answered_offers is 'Answered offers: 0 or 1.';
comment on column leg_change.missed_offers is 'Missed offers: 0 or 1.';
comment on column leg_change.wait_us is 'Microseconds: wait of decided visits; 0 for none.';
comment on column leg_change.talk_us is 'Microseconds: talk of ended segments; 0 for none.';
comment on column leg_change.hold_us is 'Microseconds: hold of ended segments; 0 for none.';
comment on column leg_change.wrap_up_us is 'Microseconds: wrap-up of ended segments; 0 for none.';
comment on index leg_change_pk is 'The changes that are folded next.';

create table call_change (
  tenant_id                  int not null
, change_id                  bigint not null generated always as identity
, noted_at                   timestamptz not null default now()
, sign                       smallint not null
, started_at                 timestamptz not null
, queue                      text collate "C" not null
, agent                      text collate "C" not null
, campaign                   text collate "C" not null
, direction                  text collate "C" not null
, number                     text collate "C" not null
, outcome                    text collate "C" not null
, calls                      smallint not null
, ended_calls                smallint not null
, open_calls                 smallint not null
, withheld_calls             smallint not null
, handled_calls              smallint not null
, ended_inbound_calls        smallint not null
, abandoned_calls            smallint not null
, menu_calls                 smallint not null
, contained_calls            smallint not null
, resolved_calls             smallint not null
, calls_with_verdict         smallint not null
, transferred_calls          smallint not null
, surveyed_calls             smallint not null
, satisfied_calls            smallint not null
, converted_calls            smallint not null
, calls_that_reached_someone smallint not null
, attempts                   smallint not null
, connected_attempts         smallint not null
, person_attempts            smallint not null
, abandoned_attempts         smallint not null
, no_answer_attempts         smallint not null
, busy_attempts              smallint not null
, unreachable_attempts       smallint not null
, rejected_attempts          smallint not null
, invalid_attempts           smallint not null
, failed_attempts            smallint not null
, unanswered_attempts        smallint not null
, attempts_with_segment      smallint not null
, length_us                  bigint not null
, conversation_us            bigint not null
, abandoned_call_us          bigint not null
, ring_us                    bigint not null
, connect_us                 bigint not null
, csat_score                 numeric not null
, constraint call_change_pk primary key (tenant_id, change_id)
, constraint call_change_sign_check check (sign in (-1, 1))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000
      , autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
comment on table call_change is 'Facts of calls as they were (-1) and as they are (1) since they were folded last: what is to be added to the cells.';
comment on column call_change.tenant_id is 'Whose calls.';
comment on column call_change.change_id is 'In the order in which changes are folded.';
comment on column call_change.noted_at is 'When the change was made, for the lag of the fold.';
comment on column call_change.sign is '-1 takes away what was stored before, 1 adds what is stored now.';
comment on column call_change.started_at is 'Decides the interval in which it counts.';
comment on column call_change.queue is 'As in the fact; empty for none.';
comment on column call_change.agent is 'As in the fact; empty for none.';
comment on column call_change.campaign is 'As in the fact; empty for none.';
comment on column call_change.direction is 'As in the fact; empty for none.';
comment on column call_change.number is 'As in the fact; empty for none.';
comment on column call_change.outcome is 'As in the fact; empty for none.';
comment on column call_change.calls is 'Calls: 0 or 1.';
comment on column call_change.ended_calls is 'Ended calls: 0 or 1.';
comment on column call_change.open_calls is 'Calls in progress: 0 or 1.';
comment on column call_change.withheld_calls is 'Calls without a number: 0 or 1.';
comment on column call_change.handled_calls is 'Calls with an ended segment: 0 or 1.';
comment on column call_change.ended_inbound_calls is 'Ended inbound calls: 0 or 1.';
comment on column call_change.abandoned_calls is 'Abandoned inbound calls: 0 or 1.';
comment on column call_change.menu_calls is 'Ended calls with a menu: 0 or 1.';
comment on column call_change.contained_calls is 'Calls contained in the menu: 0 or 1.';
comment on column call_change.resolved_calls is 'Calls marked resolved: 0 or 1.';
comment on column call_change.calls_with_verdict is 'Calls marked resolved or not: 0 or 1.';
comment on column call_change.transferred_calls is 'Calls with a transfer: 0 or 1.';
comment on column call_change.surveyed_calls is 'Calls with a score: 0 or 1.';
comment on column call_change.satisfied_calls is 'Calls with a score of at least 0.8: 0 or 1.';
comment on column call_change.converted_calls is 'Calls marked converted: 0 or 1.';
comment on column call_change.calls_that_reached_someone is 'Calls that reached someone: 0 or 1.';
comment on column call_change.attempts is 'Outbound dials: 0 or 1.';
comment on column call_change.connected_attempts is 'Dials picked up: 0 or 1.';
comment on column call_change.person_attempts is 'Dials that a person picked up: 0 or 1.';
comment on column call_change.abandoned_attempts is 'Abandoned dials: 0 or 1.';
comment on column call_change.no_answer_attempts is 'Dials without an answer: 0 or 1.';
comment on column call_change.busy_attempts is 'Dials that met a busy line: 0 or 1.';
comment on column call_change.unreachable_attempts is 'Dials to who was unreachable: 0 or 1.';
comment on column call_change.rejected_attempts is 'Rejected dials: 0 or 1.';
comment on column call_change.invalid_attempts is 'Dials of invalid numbers: 0 or 1.';
comment on column call_change.failed_attempts is 'Failed dials: 0 or 1.';
comment on column call_change.unanswered_attempts is 'Ended dials that nobody picked up: 0 or 1.';
comment on column call_change.attempts_with_segment is 'Dials picked up and connected to an agent: 0 or 1.';
comment on column call_change.length_us is 'Microseconds: length of ended calls; 0 for none.';
comment on column call_change.conversation_us is 'Microseconds: conversation of calls; 0 for none.';
comment on column call_change.abandoned_call_us is 'Microseconds: length of abandoned calls; 0 for none.';
comment on column call_change.ring_us is 'Microseconds: ringing of unanswered dials; 0 for none.';
comment on column call_change.connect_us is 'Microseconds: the time from the customer''s answer to the first segment; 0 for none.';
comment on column call_change.csat_score is 'Score divided by the highest score; 0 for none.';
comment on index call_change_pk is 'The changes that are folded next.';

create table leg_cell (
  tenant_id          int not null
, key_set            text collate "C" not null
, grain              text collate "C" not null
, starts_at          timestamptz not null
, queue              text collate "C" not null
, agent              text collate "C" not null
, campaign           text collate "C" not null
, direction          text collate "C" not null
, offered            int not null
, answered           int not null
, abandoned          int not null
, overflowed         int not null
, callbacks          int not null
, voicemails         int not null
, refused            int not null
, failed             int not null
, timed_out          int not null
, left_empty         int not null
, joined_empty       int not null
, met_full           int not null
, waiting            int not null
, decided            int not null
, segments           int not null
, handled            int not null
, segments_with_hold int not null
, transfers          int not null
, blind_transfers    int not null
, consult_transfers  int not null
, offers             int not null
, answered_offers    int not null
, missed_offers      int not null
, answered_5         int not null
, answered_10        int not null
, answered_15        int not null
, answered_20        int not null
, answered_30        int not null
, answered_60        int not null
, answered_90        int not null
, answered_120       int not null
, answered_180       int not null
, abandoned_5        int not null
, abandoned_10       int not null
, abandoned_15       int not null
, abandoned_20       int not null
, abandoned_30       int not null
, abandoned_60       int not null
, abandoned_90       int not null
, abandoned_120      int not null
, abandoned_180      int not null
, other_5            int not null
, other_10           int not null
, other_15           int not null
, other_20           int not null
, other_30           int not null
, other_60           int not null
, other_90           int not null
, other_120          int not null
, other_180          int not null
, short_calls        int not null
, long_calls         int not null
, wait_us            bigint not null
, answered_wait_us   bigint not null
, abandoned_wait_us  bigint not null
, talk_us            bigint not null
, hold_us            bigint not null
, wrap_up_us         bigint not null
, constraint leg_cell_pk primary key (tenant_id, key_set, grain, starts_at, queue, agent, campaign, direction)
, constraint leg_cell_key_set_check check (key_set in ('queue', 'agent'))
, constraint leg_cell_grain_check check (grain in ('quarter', 'day'))
);
comment on table leg_cell is 'Sums of the facts of visits, offers and segments by quarter of an hour and by day, for each set of keys that questions ask for.';
comment on column leg_cell.tenant_id is 'Whose visits, offers and segments.';
comment on column leg_cell.key_set is 'Which keys tell its cells apart: queue (queue, campaign, direction) or agent (agent, queue).';
comment on column leg_cell.grain is 'quarter: of an hour. day: of the tenant''s zone.';
comment on column leg_cell.starts_at is 'Beginning of the quarter or day.';
comment on column leg_cell.queue is 'Empty for none, and where the set of keys has none.';
comment on column leg_cell.agent is 'Empty for none, and where the set of keys has none.';
comment on column leg_cell.campaign is 'Empty for none, and where the set of keys has none.';
comment on column leg_cell.direction is 'Empty for none, and where the set of keys has none.';
comment on column leg_cell.offered is 'Visits.';
comment on column leg_cell.answered is 'Answered visits.';
comment on column leg_cell.abandoned is 'Abandoned visits.';
comment on column leg_cell.overflowed is 'Overflowed visits.';
comment on column leg_cell.callbacks is 'Visits that ended in a request to be called back.';
comment on column leg_cell.voicemails is 'Visits that ended in a voicemail.';
comment on column leg_cell.refused is 'Refused visits.';
comment on column leg_cell.failed is 'Visits that failed.';
comment on column leg_cell.timed_out is 'Visits overflowed by time-out.';
comment on column leg_cell.left_empty is 'Visits overflowed because the last agent left.';
comment on column leg_cell.joined_empty is 'Visits refused because there was no agent.';
comment on column leg_cell.met_full is 'Visits refused because the queue was full.';
comment on column leg_cell.waiting is 'Visits neither answered nor ended.';
comment on column leg_cell.decided is 'Visits answered or ended.';
comment on column leg_cell.segments is 'Segments.';
comment on column leg_cell.handled is 'Ended segments.';
comment on column leg_cell.segments_with_hold is 'Ended segments with hold.';
comment on column leg_cell.transfers is 'Segments that ended in a transfer.';
comment on column leg_cell.blind_transfers is 'Segments that ended in a blind transfer.';
comment on column leg_cell.consult_transfers is 'Segments that ended in a consulted transfer.';
comment on column leg_cell.offers is 'Offers.';
comment on column leg_cell.answered_offers is 'Answered offers.';
comment on column leg_cell.missed_offers is 'Missed offers.';
comment on column leg_cell.answered_5 is 'Answered visits with a wait of at most 5 s.';
comment on column leg_cell.answered_10 is 'Answered visits with a wait of at most 10 s.';
comment on column leg_cell.answered_15 is 'Answered visits with a wait of at most 15 s.';
comment on column leg_cell.answered_20 is 'Answered visits with a wait of at most 20 s.';
comment on column leg_cell.answered_30 is 'Answered visits with a wait of at most 30 s.';
comment on column leg_cell.answered_60 is 'Answered visits with a wait of at most 60 s.';
comment on column leg_cell.answered_90 is 'Answered visits with a wait of at most 90 s.';
comment on column leg_cell.answered_120 is 'Answered visits with a wait of at most 120 s.';
comment on column leg_cell.answered_180 is 'Answered visits with a wait of at most 180 s.';
comment on column leg_cell.abandoned_5 is 'Abandoned visits with a wait of at most 5 s.';
comment on column leg_cell.abandoned_10 is 'Abandoned visits with a wait of at most 10 s.';
comment on column leg_cell.abandoned_15 is 'Abandoned visits with a wait of at most 15 s.';
comment on column leg_cell.abandoned_20 is 'Abandoned visits with a wait of at most 20 s.';
comment on column leg_cell.abandoned_30 is 'Abandoned visits with a wait of at most 30 s.';
comment on column leg_cell.abandoned_60 is 'Abandoned visits with a wait of at most 60 s.';
comment on column leg_cell.abandoned_90 is 'Abandoned visits with a wait of at most 90 s.';
comment on column leg_cell.abandoned_120 is 'Abandoned visits with a wait of at most 120 s.';
comment on column leg_cell.abandoned_180 is 'Abandoned visits with a wait of at most 180 s.';
comment on column leg_cell.other_5 is 'Decided visits neither answered nor abandoned with a wait of at most 5 s.';
comment on column leg_cell.other_10 is 'Decided visits neither answered nor abandoned with a wait of at most 10 s.';
comment on column leg_cell.other_15 is 'Decided visits neither answered nor abandoned with a wait of at most 15 s.';
comment on column leg_cell.other_20 is 'Decided visits neither answered nor abandoned with a wait of at most 20 s.';
comment on column leg_cell.other_30 is 'Decided visits neither answered nor abandoned with a wait of at most 30 s.';
comment on column leg_cell.other_60 is 'Decided visits neither answered nor abandoned with a wait of at most 60 s.';
comment on column leg_cell.other_90 is 'Decided visits neither answered nor abandoned with a wait of at most 90 s.';
comment on column leg_cell.other_120 is 'Decided visits neither answered nor abandoned with a wait of at most 120 s.';
comment on column leg_cell.other_180 is 'Decided visits neither answered nor abandoned with a wait of at most 180 s.';
comment on column leg_cell.short_calls is 'Ended segments with talk under 10 s.';
comment on column leg_cell.long_calls is 'Ended segments with talk over 600 s.';
comment on column leg_cell.wait_us is 'Microseconds: Σ wait of decided visits.';
comment on column leg_cell.answered_wait_us is 'Microseconds: Σ wait of answered visits.';
comment on column leg_cell.abandoned_wait_us is 'Microseconds: Σ wait of abandoned visits.';
comment on column leg_cell.talk_us is 'Microseconds: Σ talk of ended segments.';
comment on column leg_cell.hold_us is 'Microseconds: Σ hold of ended segments.';
comment on column leg_cell.wrap_up_us is 'Microseconds: Σ wrap-up of ended segments.';
comment on index leg_cell_pk is 'The cells of a range of time.';
create index leg_cell_queue on leg_cell (tenant_id, key_set, grain, queue, starts_at);
comment on index leg_cell_queue is 'The cells of a queue in a range of time.';
create index leg_cell_agent on leg_cell (tenant_id, key_set, grain, agent, starts_at) where key_set = 'agent';
comment on index leg_cell_agent is 'The cells of an agent in a range of time.';

create table call_cell (
  tenant_id                  int not null
, key_set                    text collate "C" not null
, grain                      text collate "C" not null
, starts_at                  timestamptz not null
, queue                      text collate "C" not null
, agent                      text collate "C" not null
, campaign                   text collate "C" not null
, direction                  text collate "C" not null
, number                     text collate "C" not null
, outcome                    text collate "C" not null
, calls                      int not null
, ended_calls                int not null
, open_calls                 int not null
, withheld_calls             int not null
, handled_calls              int not null
, ended_inbound_calls        int not null
, abandoned_calls            int not null
, menu_calls                 int not null
, contained_calls            int not null
, resolved_calls             int not null
, calls_with_verdict         int not null
, transferred_calls          int not null
, surveyed_calls             int not null
, satisfied_calls            int not null
, converted_calls            int not null
, calls_that_reached_someone int not null
, attempts                   int not null
, connected_attempts         int not null
, person_attempts            int not null
, abandoned_attempts         int not null
, no_answer_attempts         int not null
, busy_attempts              int not null
, unreachable_attempts       int not null
, rejected_attempts          int not null
, invalid_attempts           int not null
, failed_attempts            int not null
, unanswered_attempts        int not null
, attempts_with_segment      int not null
, length_us                  bigint not null
, conversation_us            bigint not null
, abandoned_call_us          bigint not null
, ring_us                    bigint not null
, connect_us                 bigint not null
, csat_score                 numeric not null
, constraint call_cell_pk primary key (tenant_id, key_set, grain, starts_at, queue, agent, campaign, direction, number, outcome)
, constraint call_cell_key_set_check check (key_set in ('queue', 'agent', 'number'))
, constraint call_cell_grain_check check (grain in ('quarter', 'day'))
);
comment on table call_cell is 'Sums of the facts of calls by quarter of an hour and by day, for each set of keys that questions ask for.';
comment on column call_cell.tenant_id is 'Whose calls.';
comment on column call_cell.key_set is 'Which keys tell its cells apart: queue (queue, campaign, direction), agent (agent, queue) or number (campaign, number, outcome, direction).';
comment on column call_cell.grain is 'quarter: of an hour. day: of the tenant''s zone.';
comment on column call_cell.starts_at is 'Beginning of the quarter or day.';
comment on column call_cell.queue is 'Empty for none, and where the set of keys has none.';
comment on column call_cell.agent is 'Empty for none, and where the set of keys has none.';
comment on column call_cell.campaign is 'Empty for none, and where the set of keys has none.';
comment on column call_cell.direction is 'Empty for none, and where the set of keys has none.';
comment on column call_cell.number is 'Empty for none, and where the set of keys has none.';
comment on column call_cell.outcome is 'Empty for none, and where the set of keys has none.';
comment on column call_cell.calls is 'Calls.';
comment on column call_cell.ended_calls is 'Ended calls.';
comment on column call_cell.open_calls is 'Calls in progress.';
comment on column call_cell.withheld_calls is 'Calls without a number.';
comment on column call_cell.handled_calls is 'Calls with an ended segment.';
comment on column call_cell.ended_inbound_calls is 'Ended inbound calls.';
comment on column call_cell.abandoned_calls is 'Abandoned inbound calls.';
comment on column call_cell.menu_calls is 'Ended calls with a menu.';
comment on column call_cell.contained_calls is 'Calls contained in the menu.';
comment on column call_cell.resolved_calls is 'Calls marked resolved.';
comment on column call_cell.calls_with_verdict is 'Calls marked resolved or not.';
comment on column call_cell.transferred_calls is 'Calls with a transfer.';
comment on column call_cell.surveyed_calls is 'Calls with a score.';
comment on column call_cell.satisfied_calls is 'Calls with a score of at least 0.8.';
comment on column call_cell.converted_calls is 'Calls marked converted.';
comment on column call_cell.calls_that_reached_someone is 'Calls that reached someone.';
comment on column call_cell.attempts is 'Outbound dials.';
comment on column call_cell.connected_attempts is 'Dials picked up.';
comment on column call_cell.person_attempts is 'Dials that a person picked up.';
comment on column call_cell.abandoned_attempts is 'Abandoned dials.';
comment on column call_cell.no_answer_attempts is 'Dials without an answer.';
comment on column call_cell.busy_attempts is 'Dials that met a busy line.';
comment on column call_cell.unreachable_attempts is 'Dials to who was unreachable.';
comment on column call_cell.rejected_attempts is 'Rejected dials.';
comment on column call_cell.invalid_attempts is 'Dials of invalid numbers.';
comment on column call_cell.failed_attempts is 'Failed dials.';
comment on column call_cell.unanswered_attempts is 'Ended dials that nobody picked up.';
comment on column call_cell.attempts_with_segment is 'Dials picked up and connected to an agent.';
comment on column call_cell.length_us is 'Microseconds: Σ length of ended calls.';
comment on column call_cell.conversation_us is 'Microseconds: Σ conversation of calls.';
comment on column call_cell.abandoned_call_us is 'Microseconds: Σ length of abandoned calls.';
comment on column call_cell.ring_us is 'Microseconds: Σ ringing of unanswered dials.';
comment on column call_cell.connect_us is 'Microseconds: Σ the time from the customer''s answer to the first segment.';
comment on column call_cell.csat_score is 'Σ of scores divided by the highest score.';
comment on index call_cell_pk is 'The cells of a range of time.';
create index call_cell_queue on call_cell (tenant_id, key_set, grain, queue, starts_at);
comment on index call_cell_queue is 'The cells of a queue in a range of time.';
create index call_cell_agent on call_cell (tenant_id, key_set, grain, agent, starts_at) where key_set = 'agent';
comment on index call_cell_agent is 'The cells of an agent in a range of time.';

grant select, insert, update, delete on rollup_state, leg_change, call_change, leg_cell, call_cell to ${app_role};
