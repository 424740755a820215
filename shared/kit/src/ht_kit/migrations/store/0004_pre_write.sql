-- The one way in: many requests, each written whole or not at all, in one statement.
--
-- Requests are numbered by their place in r_…; an append (s_…) belongs to a request, an event
-- (e_…) to an append. Locks are taken in this order by every writer: keys, existing streams,
-- new streams, reservations, rows, and at the end the one that puts commits in order.
-- Base tables are reached by `= ANY (array)` or by key alone: a plan made when a table was
-- empty stays right when it is large.

CREATE FUNCTION write(
    r_organisation text[], r_actor text[], r_key text[], r_fingerprint text[], r_answer jsonb[],
    s_request integer[], s_stream uuid[], s_type text[], s_expected integer[], s_count integer[],
    e_append integer[], e_version integer[], e_id uuid[], e_type text[], e_schema integer[],
    e_programme text[], e_body bytea[],
    p_holds jsonb, p_rows jsonb
)
RETURNS TABLE (
    request integer, outcome text, "position" bigint, answer jsonb, fingerprint text,
    kind text, holder uuid
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
    asked     CONSTANT integer := cardinality(r_key);
    appended  CONSTANT integer := cardinality(e_append);
    alive     boolean[] := array_fill(false, ARRAY[asked]);
    outcomes  text[] := array_fill('seen'::text, ARRAY[asked]);
    positions bigint[] := array_fill(0::bigint, ARRAY[asked]);
    answers   jsonb[] := array_fill(NULL::jsonb, ARRAY[asked]);
    prints    text[] := array_fill(NULL::text, ARRAY[asked]);
    kinds     text[] := array_fill(NULL::text, ARRAY[asked]);
    holders   uuid[] := array_fill(NULL::uuid, ARRAY[asked]);
    existing  uuid[];
    made      uuid[] := '{}';
    reserved  reservations[] := '{}';
    digests   bytea[] := array_fill(NULL::bytea, ARRAY[appended]);
    places    bigint[] := array_fill(NULL::bigint, ARRAY[appended]);
    hashes    bytea[] := array_fill(NULL::bytea, ARRAY[appended]);
    base      bigint;
    at        timestamptz;
    chain     bytea;
    given     record;
    upsert    text;
    affected  bigint;
    n         integer;
BEGIN
    -- 1 Keys. One that is there already answers its request.
    FOR n IN
        WITH kept AS (
            INSERT INTO idempotency (organisation, actor, key, fingerprint, answer)
            SELECT r.* FROM unnest(r_organisation, r_actor, r_key, r_fingerprint, r_answer) AS r
            ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING
            RETURNING organisation, actor, key
        )
        SELECT r.n
        FROM unnest(r_organisation, r_actor, r_key) WITH ORDINALITY
             AS r (organisation, actor, key, n)
        JOIN kept USING (organisation, actor, key)
    LOOP
        alive[n] := true;
        outcomes[n] := 'written';
    END LOOP;
    FOR n IN SELECT o.n FROM unnest(alive) WITH ORDINALITY AS o (alive, n) WHERE NOT o.alive
    LOOP
        SELECT i.answer, i.fingerprint INTO given
        FROM idempotency i
        WHERE i.organisation = r_organisation[n] AND i.actor = r_actor[n] AND i.key = r_key[n];
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a key was forgotten at this moment'
                USING ERRCODE = 'lock_not_available';
        END IF;
        answers[n] := given.answer;
        prints[n] := given.fingerprint;
        positions[n] := answered_at(given.answer);
    END LOOP;

    -- 2 Existing streams are locked in the order of their ids, then compared: a stream of
    -- another organisation or of another type is no stream at all.
    SELECT coalesce(array_agg(s.stream), '{}') INTO existing
    FROM unnest(s_request, s_stream, s_expected) AS s (request, stream, expected)
    WHERE s.expected > 0 AND alive[s.request];
    IF cardinality(existing) > 0 THEN
        FOR n IN
            WITH locked AS (
                SELECT t.stream_id, t.organisation, t.stream_type, t.version
                FROM streams t WHERE t.stream_id = ANY (existing)
                ORDER BY t.stream_id FOR UPDATE
            )
            SELECT DISTINCT s.request
            FROM unnest(s_request, s_stream, s_type, s_expected)
                 AS s (request, stream, type, expected)
            LEFT JOIN locked ON locked.stream_id = s.stream
            WHERE s.expected > 0 AND alive[s.request]
              AND (locked.organisation, locked.stream_type, locked.version)
                  IS DISTINCT FROM (r_organisation[s.request], s.type, s.expected)
        LOOP
            alive[n] := false;
            outcomes[n] := 'moved';
        END LOOP;
    END IF;

    IF 0 = ANY (s_expected) THEN
        WITH inserted AS (
            INSERT INTO streams (stream_id, stream_type, organisation, version)
            SELECT s.stream, s.type, r_organisation[s.request], s.count
            FROM unnest(s_request, s_stream, s_type, s_expected, s_count)
                 AS s (request, stream, type, expected, count)
            WHERE s.expected = 0 AND alive[s.request]
            ORDER BY s.stream
            ON CONFLICT DO NOTHING
            RETURNING stream_id
        )
        SELECT coalesce(array_agg(stream_id), '{}') INTO made FROM inserted;
        FOR n IN
            SELECT DISTINCT s.request
            FROM unnest(s_request, s_stream, s_expected) AS s (request, stream, expected)
            WHERE s.expected = 0 AND alive[s.request]
              AND s.stream NOT IN (SELECT unnest(made))
        LOOP
            alive[n] := false;
            outcomes[n] := 'moved';
        END LOOP;
    END IF;

    -- Reservations: what another stream holds refuses its request.
    IF jsonb_array_length(p_holds) > 0 THEN
        WITH inserted AS (
            INSERT INTO reservations (scope, kind, value, stream_id, organisation)
            SELECT h.scope, h.kind, h.value, h.stream_id, r_organisation[h.request]
            FROM jsonb_to_recordset(p_holds) AS h (
                request integer, scope text, kind text, value text, stream_id uuid, taken boolean)
            WHERE h.taken AND alive[h.request]
            ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING
            RETURNING reservations
        )
        SELECT coalesce(array_agg(reservations), '{}') INTO reserved FROM inserted;

        FOR given IN
            SELECT h.request, h.kind, h.stream_id,
                   (SELECT t.stream_id FROM reservations t
                    WHERE t.scope = h.scope AND t.kind = h.kind AND t.value = h.value) AS holder
            FROM jsonb_to_recordset(p_holds) AS h (
                request integer, scope text, kind text, value text, stream_id uuid, taken boolean)
            WHERE h.taken AND alive[h.request]
            ORDER BY h.request, h.kind, h.value
        LOOP
            IF given.holder IS NULL THEN
                RAISE EXCEPTION 'a reservation was released at this moment'
                    USING ERRCODE = 'lock_not_available';
            ELSIF given.holder <> given.stream_id AND alive[given.request] THEN
                alive[given.request] := false;
                outcomes[given.request] := 'taken';
                kinds[given.request] := given.kind;
                holders[given.request] := given.holder;
            END IF;
        END LOOP;

        DELETE FROM reservations t
        USING jsonb_to_recordset(p_holds) AS h (
            request integer, scope text, kind text, value text, stream_id uuid, taken boolean)
        WHERE NOT h.taken AND alive[h.request] AND t.stream_id = h.stream_id
          AND t.scope = h.scope AND t.kind = h.kind AND t.value = h.value;
    END IF;

    -- Losers leave nothing behind: no key, no stream, no reservation.
    FOR n IN
        SELECT o.n FROM unnest(outcomes) WITH ORDINALITY AS o (outcome, n)
        WHERE o.outcome IN ('moved', 'taken')
    LOOP
        DELETE FROM idempotency i
        WHERE i.organisation = r_organisation[n] AND i.actor = r_actor[n] AND i.key = r_key[n];
        DELETE FROM streams t
        WHERE t.stream_id = ANY (made) AND t.stream_id = ANY (
            ARRAY(SELECT s.stream FROM unnest(s_request, s_stream) AS s (request, stream)
                  WHERE s.request = n));
        DELETE FROM reservations t
        USING unnest(reserved) AS u, jsonb_to_recordset(p_holds) AS h (
            request integer, scope text, kind text, value text, taken boolean)
        WHERE h.request = n AND h.taken
          AND (u.scope, u.kind, u.value) = (h.scope, h.kind, h.value)
          AND (t.scope, t.kind, t.value) = (u.scope, u.kind, u.value);
    END LOOP;

    IF cardinality(existing) > 0 THEN
        UPDATE streams t SET version = s.expected + s.count
        FROM unnest(s_request, s_stream, s_expected, s_count)
             AS s (request, stream, expected, count)
        WHERE t.stream_id = ANY (existing) AND t.stream_id = s.stream
          AND alive[s.request] AND s.count > 0 AND s.expected > 0;
    END IF;

    -- 3 Rows of read models, of the winners. A row belongs to its stream's organisation.
    FOR given IN
        SELECT x."table" AS name,
               jsonb_agg(x.row || jsonb_build_object('organisation', r_organisation[x.request]))
                   AS rows,
               count(*) AS count,
               bool_or(x.row ->> 'organisation' <> r_organisation[x.request]) AS foreign_row
        FROM jsonb_to_recordset(p_rows) AS x (request integer, "table" text, row jsonb)
        WHERE alive[x.request]
        GROUP BY x."table" ORDER BY x."table"
    LOOP
        SELECT w.statement INTO upsert FROM writable w WHERE w.table_name = given.name;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'commands may not write rows of %', given.name
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        EXECUTE upsert USING given.rows;
        GET DIAGNOSTICS affected = ROW_COUNT;
        IF given.foreign_row OR affected <> given.count THEN
            RAISE EXCEPTION 'a row of % belongs to another organisation', given.name
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;

    -- Every append brings exactly the versions that come next.
    IF EXISTS (
        SELECT FROM (
            SELECT e.append, count(*) AS count, min(e.version) AS least, max(e.version) AS most
            FROM unnest(e_append, e_version) AS e (append, version) GROUP BY e.append
        ) AS e
        FULL JOIN unnest(s_expected, s_count) WITH ORDINALITY AS s (expected, count, append)
             USING (append)
        WHERE coalesce(e.count, 0) IS DISTINCT FROM s.count
           OR e.least <> s.expected + 1 OR e.most <> s.expected + s.count
    ) THEN
        RAISE EXCEPTION 'the events of an append are not the versions that come next'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;

    base := 0;
    FOR i IN 1 .. appended LOOP
        IF alive[s_request[e_append[i]]] THEN
            base := base + 1;
            digests[i] := sha256(
                e_body[i] || uuid_send(s_stream[e_append[i]]) || int4send(e_version[i]));
        END IF;
    END LOOP;

    -- 4 The lock that puts commits in order; it is held until this transaction ends.
    IF base > 0 THEN
        PERFORM pg_advisory_xact_lock(7233264861542);
        SELECT h.position, greatest(h.recorded_at, clock_timestamp()), h.hash
        INTO base, at, chain FROM head h;
        FOR i IN 1 .. appended LOOP
            IF digests[i] IS NOT NULL THEN
                base := base + 1;
                chain := sha256(chain || int8send(base) || timestamptz_send(at) || digests[i]);
                places[i] := base;
                hashes[i] := chain;
                positions[s_request[e_append[i]]] := base;
            END IF;
        END LOOP;

        INSERT INTO events (
            position, event_id, stream_id, version, organisation, programme, stream_type,
            type, schema_version, body, recorded_at, hash)
        SELECT e.place, e.id, s_stream[e.append], e.version,
               r_organisation[s_request[e.append]], e.programme, s_type[e.append],
               e.type, e.schema, e.body, at, e.hash
        FROM unnest(places, e_append, e_version, e_id, e_type, e_schema, e_programme, e_body,
                    hashes)
             AS e (place, append, version, id, type, schema, programme, body, hash)
        WHERE e.place IS NOT NULL;
        UPDATE head SET position = base, hash = chain, recorded_at = at;
        PERFORM pg_notify('events', base::text);
    END IF;

    RETURN QUERY
    SELECT o.n::integer, o.outcome, o.place, o.answer, o.fingerprint, o.kind, o.holder
    FROM unnest(outcomes, positions, answers, prints, kinds, holders) WITH ORDINALITY
         AS o (outcome, place, answer, fingerprint, kind, holder, n);
END $$;

REVOKE EXECUTE ON FUNCTION write FROM PUBLIC;
GRANT EXECUTE ON FUNCTION write TO @service@_writer;
