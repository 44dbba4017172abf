-- Whose data it is, and the names behind the codes that calls carry.
-- ${app_role} is the role of the service: neither superuser nor owner of anything here.

create table tenant (
  tenant_id int  not null
, code      text not null
, name      text not null
, constraint tenant_pk primary key (tenant_id)
, constraint tenant_code_key unique (code)
, constraint tenant_code_check check (code <> '')
);
comment on table tenant is 'An organisation whose calls are kept apart from all others.';
comment on column tenant.tenant_id is 'The first column of every key.';
comment on column tenant.code is 'Short name, the label of its metrics.';
comment on column tenant.name is 'Name for people.';
comment on index tenant_pk is 'One tenant.';
comment on index tenant_code_key is 'A tenant by its code.';

insert into tenant (tenant_id, code, name) values (1, 'default', 'Default tenant');

create table queue (
  tenant_id int     not null
, code      text    not null
, name      text    not null
, active    boolean not null default true
, constraint queue_pk primary key (tenant_id, code)
, constraint queue_tenant_fk foreign key (tenant_id) references tenant
, constraint queue_code_check check (code <> '' and length(code) <= 128)
);
comment on table queue is 'A queue; made by hand, or when a call first names its code.';
comment on column queue.tenant_id is 'Whose queue.';
comment on column queue.code is 'As calls name it.';
comment on column queue.name is 'Name for people; the code until somebody gives one.';
comment on column queue.active is 'Whether it is shown in KPI answers without anything to count.';
comment on index queue_pk is 'One queue, and all of a tenant by code.';

create table agent (
  tenant_id int     not null
, code      text    not null
, name      text    not null
, active    boolean not null default true
, constraint agent_pk primary key (tenant_id, code)
, constraint agent_tenant_fk foreign key (tenant_id) references tenant
, constraint agent_code_check check (code <> '' and length(code) <= 128)
);
comment on table agent is 'An agent; made by hand, or when a call first names its code.';
comment on column agent.tenant_id is 'Whose agent.';
comment on column agent.code is 'As calls name them.';
comment on column agent.name is 'Name for people; the code until somebody gives one.';
comment on column agent.active is 'Whether they are shown in KPI answers without anything to count.';
comment on index agent_pk is 'One agent, and all of a tenant by code.';

create table campaign (
  tenant_id int     not null
, code      text    not null
, name      text    not null
, active    boolean not null default true
, constraint campaign_pk primary key (tenant_id, code)
, constraint campaign_tenant_fk foreign key (tenant_id) references tenant
, constraint campaign_code_check check (code <> '' and length(code) <= 128)
);
comment on table campaign is 'A campaign; made by hand, or when a call first names its code.';
comment on column campaign.tenant_id is 'Whose campaign.';
comment on column campaign.code is 'As calls name it.';
comment on column campaign.name is 'Name for people; the code until somebody gives one.';
comment on column campaign.active is 'Whether it is shown in KPI answers without anything to count.';
comment on index campaign_pk is 'One campaign, and all of a tenant by code.';

grant select on tenant to ${app_role};
grant select, insert, update, delete on queue, agent, campaign to ${app_role};
