-- What came from another system, and whether somebody has worked with it since.
ALTER TABLE cases
    ADD COLUMN of_import uuid,
    ADD COLUMN worked_with boolean NOT NULL DEFAULT false,
    ADD COLUMN import_undone boolean NOT NULL DEFAULT false;
ALTER TABLE plans
    ADD COLUMN of_import uuid,
    ADD COLUMN worked_with boolean NOT NULL DEFAULT false,
    ADD COLUMN import_undone boolean NOT NULL DEFAULT false;

-- Which clients came with which import, as intake tells it.
CREATE TABLE known_imported_clients (
    client uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text,
    of_import uuid NOT NULL
);
