-- Who has died, as intake tells it: of a case that had ended before, nothing else says so.
CREATE TABLE known_deaths (
    client uuid PRIMARY KEY,
    organisation text NOT NULL,
    recorded_at timestamptz NOT NULL
);
