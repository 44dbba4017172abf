-- What people may ask of data about them: that it is erased; and what must be kept all the same.

create table legal_hold (
  tenant_id int         not null
, call_id   text        collate "C" not null
, reason    text        not null
, placed_at timestamptz not null default now()
, placed_by text        not null
, constraint legal_hold_pk primary key (tenant_id, call_id)
, constraint legal_hold_call_fk foreign key (tenant_id, call_id) references call_key
, constraint legal_hold_reason_check check (reason <> '' and length(reason) <= 1000)
);
comment on table legal_hold is 'A call that must be kept: while the row is there, it is neither erased nor deleted nor dropped for its age.';
comment on column legal_hold.tenant_id is 'Whose call.';
comment on column legal_hold.call_id is 'The call.';
comment on column legal_hold.reason is 'Why it must be kept.';
comment on column legal_hold.placed_at is 'Since when.';
comment on column legal_hold.placed_by is 'The key or the subject of the token that said so.';
comment on index legal_hold_pk is 'Whether a call is held, and all held calls of a tenant.';

-- Kept with the identity and not with the call, so that it outlives a delete.
alter table call_key add column erased text[];
comment on column call_key.erased is 'Fields of the call that were erased, such as FROM: no delivery brings them back. Null for none.';

grant select, insert, update, delete on legal_hold to ${app_role};
