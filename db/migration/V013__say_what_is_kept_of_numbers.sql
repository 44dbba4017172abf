-- Only what is said of columns changes: nothing is locked for longer than that takes.
comment on column call.from_raw is 'The calling number as sent, without the name of a person beside it.';
comment on column call.from_number is 'The calling number in E.164 where possible, ''withheld'', or as dialled.';
comment on column call.to_raw is 'The number called as sent, without the name of a person beside it.';
comment on column call.to_number is 'The number called in E.164 where possible, ''withheld'', or as dialled.';
