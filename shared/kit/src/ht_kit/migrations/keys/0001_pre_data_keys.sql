-- Wrapped data keys. A service sees its own keys alone.

CREATE TABLE data_keys (
    client       uuid NOT NULL,
    organisation text NOT NULL,
    service      text NOT NULL,
    kek_id       text NOT NULL,
    wrapped      bytea NOT NULL,
    made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (client, organisation, service)
);
CREATE INDEX data_keys_kek_id ON data_keys (service, kek_id);

ALTER TABLE data_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_service ON data_keys TO keys_services
    USING ('keys_' || service = current_user)
    WITH CHECK ('keys_' || service = current_user);

GRANT SELECT, INSERT, UPDATE (kek_id, wrapped) ON data_keys TO keys_services;
