-- The ledger: every event received, in the order of receipt, exactly as it came.

-- One row holds how far the ledger is. Whoever takes positions locks it first, and keeps it
-- until commit: so positions have no gaps and are in commit order. It is always locked after
-- the projector's own checkpoint row and before anything else, so no two projectors deadlock.
CREATE TABLE ledger_head (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position    bigint NOT NULL,
    received_at timestamptz NOT NULL,
    services    jsonb NOT NULL
);
INSERT INTO ledger_head (position, received_at, services) VALUES (0, '-infinity', '{}');

CREATE TABLE ledger (
    position         bigint PRIMARY KEY,
    service          text NOT NULL,
    service_position bigint NOT NULL,
    event_id         uuid NOT NULL,
    type             text NOT NULL,
    organisation     text NOT NULL,
    programme        text,
    client_id        uuid,
    body             bytea NOT NULL,
    hash             bytea NOT NULL,
    recorded_at      timestamptz NOT NULL,
    received_at      timestamptz NOT NULL,
    UNIQUE (service, service_position)
);
-- "The last received at or before" a time is read from the end of this.
CREATE INDEX ledger_received ON ledger (received_at, position);

CREATE FUNCTION refuse_ledger_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is a record: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER ledger_is_a_record BEFORE UPDATE OR DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- The head has nobody's events in it: every reader may see how far the ledger is.
GRANT SELECT ON ledger_head TO @service@_reader;

-- Where the ledger stood at a time, and when a position was received. They answer with a
-- number and a time whoever's event it was, so that every reader's positions mean the same.
CREATE FUNCTION ledger_position_at(at timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(
        (SELECT l.position FROM public.ledger l WHERE l.received_at <= at
          ORDER BY l.received_at DESC, l.position DESC LIMIT 1), 0)
$$;
CREATE FUNCTION ledger_received_at(at_position bigint) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.received_at FROM public.ledger l WHERE l.position = at_position
$$;
REVOKE ALL ON FUNCTION ledger_position_at(timestamptz), ledger_received_at(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_position_at(timestamptz), ledger_received_at(bigint)
    TO @service@_reader;
