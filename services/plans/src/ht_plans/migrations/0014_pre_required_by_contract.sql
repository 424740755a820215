-- How many sessions for a client a programme's contract allows.
ALTER TABLE known_contracts ADD COLUMN session_allowance integer;
