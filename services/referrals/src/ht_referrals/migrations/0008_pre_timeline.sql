-- A client's whole history is put together from all that is theirs.
CREATE INDEX signposts_by_client ON signposts (client_id);
CREATE INDEX onward_referrals_by_client ON onward_referrals (client_id);

-- From whom a client is hidden because the two know each other, as intake tells it.
CREATE TABLE known_conflicts (
    client_id    uuid NOT NULL,
    worker_id    uuid NOT NULL,
    organisation text NOT NULL,
    PRIMARY KEY (client_id, worker_id)
);
