-- What was written down stays: nobody empties the table at once, and the service says who did what, not when.
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_change();

revoke insert on audit_entry from ${app_role};
grant insert (tenant_id, actor, action, detail) on audit_entry to ${app_role};
