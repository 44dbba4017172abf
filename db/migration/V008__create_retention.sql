-- How long a tenant keeps what, and from when on it has it.

create table retention (
  tenant_id        int not null
, call_days        int
, personal_days    int
, cell_days        int
, horizon          timestamptz
, personal_horizon timestamptz
, cell_horizon     timestamptz
, blanked_until    timestamptz
, ran_at           timestamptz
, constraint retention_pk primary key (tenant_id)
, constraint retention_tenant_fk foreign key (tenant_id) references tenant
, constraint retention_days_check check (call_days >= 1 and personal_days >= 1 and cell_days >= 1)
, constraint retention_personal_days_check check (personal_days <= call_days)
, constraint retention_cell_days_check check (cell_days is null or (call_days is not null and cell_days >= call_days))
, constraint retention_cell_horizon_check check (cell_horizon is null or (horizon is not null and cell_horizon <= horizon))
);
comment on table retention is 'For how many days a tenant keeps calls, personal data and cells, and from when on it has them. Horizons are stored before anything goes and only move forward.';
comment on column retention.tenant_id is 'Whose calls.';
comment on column retention.call_days is 'Age in days at which calls and legs go; null for never.';
comment on column retention.personal_days is 'Age in days at which customers'' numbers, recording links and attributes go; null for with the call.';
comment on column retention.cell_days is 'Age in days at which cells and histograms go; null for never.';
comment on column retention.horizon is 'Calls that began before it are gone or going and are taken no more; a midnight of the tenant; null for none.';
comment on column retention.personal_horizon is 'Calls that began before it are gone or going to be without personal data, which are taken for them no more; null for none.';
comment on column retention.cell_horizon is 'Cells that begin before it are gone or going; null for none.';
comment on column retention.blanked_until is 'Until where personal data have been taken from calls.';
comment on column retention.ran_at is 'When the last run that came to its end began.';
comment on index retention_pk is 'What one tenant keeps.';

create table held_back (
  tenant_id int  not null
, call_id   text collate "C" not null
, constraint held_back_pk primary key (tenant_id, call_id)
, constraint held_back_tenant_fk foreign key (tenant_id) references tenant
);
comment on table held_back is 'Calls that kept their personal data beyond the age because they were held; looked at again by each run.';
comment on column held_back.tenant_id is 'Whose call.';
comment on column held_back.call_id is 'The call.';
comment on index held_back_pk is 'The calls of a tenant that were held.';

create table expired_case (
  tenant_id int   not null
, hash      bytea not null
, constraint expired_case_pk primary key (tenant_id, hash)
, constraint expired_case_tenant_fk foreign key (tenant_id) references tenant
);
comment on table expired_case is 'Cases of which a call has expired: a later call is not the first of its case.';
comment on column expired_case.tenant_id is 'Whose case.';
comment on column expired_case.hash is 'SHA-256 of the id of the case.';
comment on index expired_case_pk is 'Whether an earlier call of a case has expired.';

alter table rollup_state add column valid_from timestamptz;
comment on column rollup_state.valid_from is 'Cells that begin before it are of other facts or of days of another zone, as their calls had expired when all were made anew; null for none.';

grant select, insert, update on retention to ${app_role};
grant select, insert, delete on held_back to ${app_role};
grant select, insert on expired_case to ${app_role};
