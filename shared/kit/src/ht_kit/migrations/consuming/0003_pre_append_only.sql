-- Tables that are a record: nothing in them is changed or removed, and no role may do so.
-- A service's own migration enters its tables here; access.sql grants accordingly.

CREATE TABLE append_only (
    table_name text PRIMARY KEY
);
