-- Whose data keys this service has destroyed, and when: nothing else about them.
CREATE TABLE erasure (
    client       uuid PRIMARY KEY,
    organisation text NOT NULL,
    erased_at    timestamptz NOT NULL
);
SELECT allow_rows('erasure');
