-- What intake and plans have told: may be emptied and filled again from their streams.

CREATE TABLE known_consents (
    consent_id   uuid PRIMARY KEY,
    organisation text NOT NULL,
    client_id    uuid NOT NULL,
    recipient    text NOT NULL,
    purpose      text NOT NULL,
    data_class   text NOT NULL,
    given_at     timestamptz NOT NULL,
    expires_at   timestamptz,
    withdrawn_at timestamptz
);
CREATE INDEX known_consents_by_client ON known_consents (client_id, recipient);

CREATE TABLE known_cases (
    case_id      uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme    text NOT NULL,
    client_id    uuid NOT NULL,
    opened_at    timestamptz NOT NULL
);
