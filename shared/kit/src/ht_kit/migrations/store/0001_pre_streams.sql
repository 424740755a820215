-- Streams and their events: the record of what happened. Events are never changed.

CREATE TABLE streams (
    stream_id    uuid PRIMARY KEY,
    stream_type  text NOT NULL,
    organisation text NOT NULL,
    version      integer NOT NULL CHECK (version > 0)
) WITH (fillfactor = 80);

-- `body` is what was hashed; the columns before it repeat the body, those after it do not.
CREATE TABLE events (
    position       bigint PRIMARY KEY,
    event_id       uuid NOT NULL UNIQUE,
    stream_id      uuid NOT NULL,
    version        integer NOT NULL,
    organisation   text NOT NULL,
    programme      text,
    stream_type    text NOT NULL,
    type           text NOT NULL,
    schema_version integer NOT NULL,
    body           bytea NOT NULL,
    recorded_at    timestamptz NOT NULL,
    hash           bytea NOT NULL,
    UNIQUE (stream_id, version)
);

-- Where the log ends. One row, moved under the lock that puts commits in order.
CREATE TABLE head (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position    bigint NOT NULL,
    hash        bytea NOT NULL,
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 10);
INSERT INTO head (position, hash, recorded_at)
VALUES (0, decode(repeat('00', 32), 'hex'), 'epoch');

-- What a key was answered with: ids and versions, nothing that was said.
CREATE TABLE idempotency (
    organisation text NOT NULL,
    actor        text NOT NULL,
    key          text NOT NULL,
    fingerprint  text NOT NULL,
    answer       jsonb NOT NULL,
    asked_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, actor, key)
);
CREATE INDEX idempotency_asked_at ON idempotency (asked_at);

-- What one stream holds for itself alone. The scope is an organisation, or '*' for everywhere.
CREATE TABLE reservations (
    scope        text NOT NULL,
    kind         text NOT NULL,
    value        text NOT NULL,
    stream_id    uuid NOT NULL,
    organisation text NOT NULL,
    PRIMARY KEY (scope, kind, value)
);

-- The relay that is active counts this up, so that an older one notices.
CREATE TABLE relay (
    name  text PRIMARY KEY,
    epoch bigint NOT NULL
) WITH (fillfactor = 50);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is refused: what is recorded in % is never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_never_changed;

CREATE TRIGGER head_is_never_removed BEFORE DELETE OR TRUNCATE ON head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE head ENABLE ALWAYS TRIGGER head_is_never_removed;

CREATE TRIGGER streams_are_never_emptied BEFORE TRUNCATE ON streams
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE streams ENABLE ALWAYS TRIGGER streams_are_never_emptied;

-- Keys are kept for seven days.
CREATE FUNCTION forget_keys() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    DELETE FROM idempotency WHERE asked_at < clock_timestamp() - interval '7 days';
END;
REVOKE EXECUTE ON FUNCTION forget_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_keys TO @service@_worker;
