-- The details that candidates are compared by, sealed.
ALTER TABLE client ADD COLUMN details bytea;
SELECT allow_rows('client');

-- A client is found by any of their tokens; a place that holds none leads nowhere.
CREATE INDEX client_by_any_token ON client_token (organisation, token) INCLUDE (client)
    WHERE token IS NOT NULL;
DROP INDEX client_by_token;

-- Whether a person has said what the two are (NULL: they have; pairs were kept only then).
ALTER TABLE client_pair ADD COLUMN decided boolean DEFAULT true,
    ADD COLUMN suggested_at timestamptz;
SELECT allow_rows('client_pair');
CREATE INDEX client_pair_to_decide ON client_pair (organisation, programme, pair)
    WHERE NOT decided;
