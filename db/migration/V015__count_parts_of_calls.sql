-- Of a ratio the numerator is a part of the denominator: conversions of calls that reached someone, scores of handled ones.

alter table call_change add column surveyed_handled_calls smallint not null default 0;
alter table call_change add column converted_reached_calls smallint not null default 0;
alter table call_change alter column surveyed_handled_calls drop default;
alter table call_change alter column converted_reached_calls drop default;
comment on column call_change.surveyed_handled_calls is 'Handled calls with a score.';
comment on column call_change.converted_reached_calls is 'Calls that reached someone, marked converted.';

alter table call_cell add column surveyed_handled_calls int not null default 0;
alter table call_cell add column converted_reached_calls int not null default 0;
alter table call_cell alter column surveyed_handled_calls drop default;
alter table call_cell alter column converted_reached_calls drop default;
comment on column call_cell.surveyed_handled_calls is 'Handled calls with a score.';
comment on column call_cell.converted_reached_calls is 'Calls that reached someone, marked converted.';
