-- An assignment without a beginning is stored with the first moment of 1970: no call began before it, and unlike
-- -infinity every client can read it.
comment on column number_assignment.valid_from is 'From when; the first moment of 1970 for ever.';
