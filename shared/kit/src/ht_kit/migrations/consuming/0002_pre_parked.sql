-- What could not be applied, set aside with everything after it of the same key, in order.

-- `error` is the kind of fault that stopped it, never its words; it is empty for what only
-- waits behind another. `place` is where the event stands in this service's own record, where
-- it keeps one. `subject`, `headers` and `body` are the message as it came.
CREATE TABLE parked (
    consumer     text NOT NULL,
    position     bigint NOT NULL,
    key          text NOT NULL,
    stream       text NOT NULL,
    event_id     uuid NOT NULL,
    event_type   text NOT NULL,
    organisation text NOT NULL,
    subject      text NOT NULL,
    headers      json NOT NULL,
    body         bytea NOT NULL,
    stored_at    timestamptz NOT NULL,
    place        bigint NOT NULL,
    error        text,
    attempts     int NOT NULL,
    parked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, position)
);
CREATE INDEX parked_by_key ON parked (consumer, key, position);

-- What somebody decided never to apply, and why. The event itself is in its service's store.
CREATE TABLE discarded (
    consumer     text NOT NULL,
    position     bigint NOT NULL,
    key          text NOT NULL,
    event_id     uuid NOT NULL,
    event_type   text NOT NULL,
    organisation text NOT NULL,
    error        text,
    attempts     int NOT NULL,
    parked_at    timestamptz NOT NULL,
    discarded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    discarded_by text NOT NULL,
    reason       text NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (consumer, position)
);

-- How often the message at a position was begun by somebody who never came back from it.
CREATE TABLE consumer_attempt (
    consumer text PRIMARY KEY,
    position bigint NOT NULL,
    attempts int NOT NULL
);
