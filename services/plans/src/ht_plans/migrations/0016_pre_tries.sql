-- How often a programme tries to reach somebody before they are not contactable; empty: as usual.
ALTER TABLE offers ADD COLUMN tried_on_days integer, ADD COLUMN tried_in_ways integer;
