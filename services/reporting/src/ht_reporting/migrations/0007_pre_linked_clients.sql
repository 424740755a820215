-- Which client counts as which other, from merge to un-merge.
CREATE TABLE fact_link (
    client_id    uuid NOT NULL,
    organisation text NOT NULL,
    into_client  uuid,
    linked       boolean,
    known_from   bigint NOT NULL,
    known_to     bigint,
    PRIMARY KEY (client_id, known_from)
);
