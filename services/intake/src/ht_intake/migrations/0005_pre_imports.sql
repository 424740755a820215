-- Extracts of other systems that were taken in, and what became of their rows.
CREATE TABLE import (
    import_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    system text NOT NULL,
    rows integer NOT NULL,
    begun_at timestamptz NOT NULL,
    finished_at timestamptz,
    classes jsonb,
    held jsonb,
    undone_at timestamptz
);
CREATE INDEX import_by_organisation ON import (organisation, import_id);

-- Who came with which import. The token stands for the reference in the other system.
CREATE TABLE imported_client (
    client uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text,
    of_import uuid NOT NULL,
    token text NOT NULL,
    last_on date NOT NULL,
    worked_with boolean NOT NULL,
    undone boolean NOT NULL
);
CREATE INDEX imported_client_by_import ON imported_client (of_import, client);
CREATE INDEX imported_client_by_token ON imported_client (organisation, token) WHERE NOT undone;

SELECT allow_rows('import'), allow_rows('imported_client');
