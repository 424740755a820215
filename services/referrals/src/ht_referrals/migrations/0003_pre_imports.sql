-- Signposts that came from another system, and those that were taken back again.
ALTER TABLE signposts
    ADD COLUMN of_import uuid,
    ADD COLUMN import_undone boolean NOT NULL DEFAULT false;
