-- Cases lose their names when their last young call goes; erasures see what is delivered while they run; a metric that
-- said the same as another is no more.

create table kept_case (
  tenant_id int  not null
, call_id   text collate "C" not null
, constraint kept_case_pk primary key (tenant_id, call_id)
, constraint kept_case_tenant_fk foreign key (tenant_id) references tenant
);
comment on table kept_case is 'Calls beyond the age of personal data that kept a case named by a number, because another call of it was younger or held; looked at again by each run.';
comment on column kept_case.tenant_id is 'Whose call.';
comment on column kept_case.call_id is 'The call.';
comment on index kept_case_pk is 'The calls of a tenant that kept the name of their case.';

create table touched_call (
  tenant_id int  not null
, call_id   text collate "C" not null
, constraint touched_call_pk primary key (tenant_id, call_id)
, constraint touched_call_tenant_fk foreign key (tenant_id) references tenant
);
comment on table touched_call is 'Calls that were delivered while an erasure of their tenant ran, which looks at them in the end.';
comment on column touched_call.tenant_id is 'Whose call.';
comment on column touched_call.call_id is 'The call.';
comment on index touched_call_pk is 'The calls of a tenant that an erasure has to look at again.';

grant select, insert, update, delete on kept_case to ${app_role};
grant select, insert, delete on touched_call to ${app_role};

-- Where the service works as the owner, policies hold for this script, too; they are forced again after it.
alter table retention no force row level security;
alter table target no force row level security;

-- Calls of age are looked at once more, for those that kept the name of their case.
update retention set blanked_until = null;

delete from target former
 where former.metric = 'lineFailureRate'
   and exists (
     select
       from target same
      where same.tenant_id = former.tenant_id
        and same.metric = 'failedRate'
        and same.queue is not distinct from former.queue
        and same.campaign is not distinct from former.campaign
        and same.valid_from = former.valid_from);
update target set metric = 'failedRate', version = version + 1 where metric = 'lineFailureRate';
