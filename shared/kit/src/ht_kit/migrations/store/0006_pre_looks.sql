-- Who looked at whom: appended before the answer goes out, sealed into a chain once a second.

-- `body` is what was told and what is hashed; the columns before it repeat it, to search by.
CREATE TABLE looks (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    look_id      uuid NOT NULL UNIQUE,
    looked_at    timestamptz NOT NULL,
    organisation text NOT NULL,
    actor        text NOT NULL,
    body         bytea NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX looks_by_actor ON looks (organisation, actor, number);

-- Each client who was shown: found by equality, which row-level security leaves its index.
CREATE TABLE looks_at (
    client       uuid NOT NULL,
    number       bigint NOT NULL,
    organisation text NOT NULL,
    PRIMARY KEY (client, number)
);

-- What the next seal takes. Numbers alone do not tell: they are given before the commit.
CREATE TABLE looks_unsealed (
    number bigint PRIMARY KEY
);

-- hash = sha256(hash before, seal, sealed_at, and of each look in order its number,
-- recorded_at and sha256(body)).
CREATE TABLE look_seals (
    seal      bigint PRIMARY KEY,
    numbers   bigint[] NOT NULL,
    sealed_at timestamptz NOT NULL,
    hash      bytea NOT NULL
);

CREATE TABLE look_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    seal     bigint NOT NULL,
    hash     bytea NOT NULL
) WITH (fillfactor = 10);
INSERT INTO look_head (seal, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE TRIGGER looks_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON looks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE looks ENABLE ALWAYS TRIGGER looks_are_never_changed;
CREATE TRIGGER looks_at_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON looks_at
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE looks_at ENABLE ALWAYS TRIGGER looks_at_are_never_changed;
CREATE TRIGGER seals_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON look_seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE look_seals ENABLE ALWAYS TRIGGER seals_are_never_changed;
CREATE TRIGGER look_head_is_never_removed BEFORE DELETE OR TRUNCATE ON look_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE look_head ENABLE ALWAYS TRIGGER look_head_is_never_removed;

-- The one way in: many looks in one statement. One that is there already is left as it is.
CREATE FUNCTION append_looks(p_bodies bytea[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH told AS (
        SELECT given.body, convert_from(given.body, 'UTF8')::jsonb AS said
        FROM unnest(p_bodies) AS given (body)
    ), kept AS (
        INSERT INTO looks (look_id, looked_at, organisation, actor, body)
        SELECT (said ->> 'look')::uuid, (said ->> 'at')::timestamptz,
               said ->> 'organisation', said ->> 'actor', body
        FROM told
        ON CONFLICT (look_id) DO NOTHING
        RETURNING number, look_id, organisation
    ), unsealed AS (
        INSERT INTO looks_unsealed (number) SELECT number FROM kept
    )
    INSERT INTO looks_at (client, number, organisation)
    SELECT DISTINCT shown.client::uuid, kept.number, kept.organisation
    FROM told
    JOIN kept ON kept.look_id = (told.said ->> 'look')::uuid
    CROSS JOIN LATERAL jsonb_array_elements_text(told.said -> 'clients') AS shown (client);
END;
REVOKE EXECUTE ON FUNCTION append_looks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_looks TO @service@_writer;

-- Seal what has been appended since, and say how many looks that were.
CREATE FUNCTION seal_looks() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    numbers bigint[];
    digests bytea;
    head    look_head;
    at      timestamptz := clock_timestamp();
BEGIN
    PERFORM pg_advisory_xact_lock(7233264861545);
    WITH next AS (
        SELECT u.number FROM looks_unsealed u ORDER BY u.number LIMIT 5000
    ), taken AS (
        DELETE FROM looks_unsealed u USING next WHERE u.number = next.number
        RETURNING u.number
    )
    SELECT array_agg(t.number ORDER BY t.number) INTO numbers FROM taken t;
    IF numbers IS NULL THEN
        RETURN 0;
    END IF;
    SELECT string_agg(int8send(l.number) || timestamptz_send(l.recorded_at)
                      || sha256(l.body), ''::bytea ORDER BY l.number)
    INTO digests FROM looks l WHERE l.number = ANY (numbers);
    SELECT * INTO head FROM look_head;
    head.seal := head.seal + 1;
    head.hash := sha256(head.hash || int8send(head.seal) || timestamptz_send(at) || digests);
    INSERT INTO look_seals (seal, numbers, sealed_at, hash)
    VALUES (head.seal, numbers, at, head.hash);
    UPDATE look_head SET seal = head.seal, hash = head.hash;
    RETURN cardinality(numbers);
END $$;
REVOKE EXECUTE ON FUNCTION seal_looks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_looks TO @service@_worker;

GRANT SELECT ON look_head TO @service@_worker;
GRANT SELECT ON looks, looks_at, looks_unsealed, look_seals, look_head TO @service@_relay;
