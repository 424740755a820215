-- Who has died, as intake tells it: nothing is written or sent of them. A mistake is taken out.
CREATE TABLE known_deaths (
    client_id    uuid NOT NULL,
    organisation text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (organisation, client_id)
);
