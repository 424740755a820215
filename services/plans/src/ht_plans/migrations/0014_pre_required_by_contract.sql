-- What a programme's contract says of its clients: how many sessions, and what is measured.
ALTER TABLE known_contracts
    ADD COLUMN session_allowance integer, ADD COLUMN required_measures text[];

-- Which instruments somebody asked a case's client about at the beginning, taken or not.
ALTER TABLE cases ADD COLUMN asked_before text[];
