-- Writing with fewer statements, whose plans are kept: a call costs the server about half of what
-- it did, and what it writes, refuses and locks is the same.

-- The upserts of all read models, as statements of one function. Put together at run time, each
-- would be parsed and planned in every call. `$1` is the rows.
CREATE FUNCTION renew_write_rows() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $renew$
DECLARE
    upserts text;
BEGIN
    UPDATE writable w SET statement = upsert_statement(w.table_name, w.kept, w.once);
    SELECT coalesce(string_agg(format($upsert$
    IF p_table = %L THEN
        %s;
        GET DIAGNOSTICS affected = ROW_COUNT;
        RETURN affected;
    END IF;$upsert$, w.table_name, w.statement), '' ORDER BY w.table_name), '')
    INTO upserts FROM writable w;
    EXECUTE format($define$
CREATE OR REPLACE FUNCTION public.write_rows(p_rows jsonb, p_table text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
AS %L$define$, format($body$
#variable_conflict use_column
DECLARE
    affected bigint;
BEGIN%s
    RAISE EXCEPTION 'commands may not write rows of %%', p_table
        USING ERRCODE = 'insufficient_privilege';
END $body$, upserts));
    REVOKE EXECUTE ON FUNCTION public.write_rows FROM PUBLIC;
END $renew$;

CREATE OR REPLACE FUNCTION allow_rows(
    p_table text, kept text[] DEFAULT '{}', once text[] DEFAULT '{}')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO public.writable (table_name, kept, once, statement)
    VALUES (p_table, kept, once, public.upsert_statement(p_table, kept, once))
    ON CONFLICT (table_name) DO UPDATE
    SET kept = excluded.kept, once = excluded.once, statement = excluded.statement;
    SELECT public.renew_write_rows();
$$;

REVOKE EXECUTE ON FUNCTION renew_write_rows FROM PUBLIC;
SELECT renew_write_rows();

-- The function of 0004, with as few statements as it can be done in.
CREATE OR REPLACE FUNCTION write(
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
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    asked     CONSTANT integer := cardinality(r_key);
    appended  CONSTANT integer := cardinality(e_append);
    alive     boolean[];
    outcomes  text[] := array_fill('written'::text, ARRAY[asked]);
    positions bigint[] := array_fill(0::bigint, ARRAY[asked]);
    answers   jsonb[] := array_fill(NULL::jsonb, ARRAY[asked]);
    prints    text[] := array_fill(NULL::text, ARRAY[asked]);
    kinds     text[] := array_fill(NULL::text, ARRAY[asked]);
    holders   uuid[] := array_fill(NULL::uuid, ARRAY[asked]);
    moved     integer[];
    made      uuid[] := '{}';
    reserved  reservations[] := '{}';
    brought   integer[] := array_fill(0, ARRAY[cardinality(s_count)]);
    digests   bytea[] := array_fill(NULL::bytea, ARRAY[appended]);
    places    bigint[] := array_fill(NULL::bigint, ARRAY[appended]);
    hashes    bytea[] := array_fill(NULL::bytea, ARRAY[appended]);
    base      bigint := 0;
    at        timestamptz;
    chain     bytea;
    given     record;
    append    integer;
    n         integer;
BEGIN
    -- 1 Keys. One that is there already answers its request.
    WITH kept AS (
        INSERT INTO idempotency (organisation, actor, key, fingerprint, answer)
        SELECT r.* FROM unnest(r_organisation, r_actor, r_key, r_fingerprint, r_answer) AS r
        ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING
        RETURNING organisation, actor, key
    )
    SELECT array_agg(kept.key IS NOT NULL ORDER BY r.n) INTO alive
    FROM unnest(r_organisation, r_actor, r_key) WITH ORDINALITY
         AS r (organisation, actor, key, n)
    LEFT JOIN kept USING (organisation, actor, key);
    FOR n IN 1 .. asked LOOP
        CONTINUE WHEN alive[n];
        SELECT i.answer, i.fingerprint INTO given
        FROM idempotency i
        WHERE i.organisation = r_organisation[n] AND i.actor = r_actor[n] AND i.key = r_key[n];
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a key was forgotten at this moment'
                USING ERRCODE = 'lock_not_available';
        END IF;
        outcomes[n] := 'seen';
        answers[n] := given.answer;
        prints[n] := given.fingerprint;
        positions[n] := answered_at(given.answer);
    END LOOP;

    -- 2 Existing streams are locked in the order of their ids, then compared: a stream of
    -- another organisation or of another type is no stream at all.
    IF 0 < ANY (s_expected) THEN
        WITH locked AS MATERIALIZED (
            SELECT t.stream_id, t.organisation, t.stream_type, t.version
            FROM streams t
            WHERE t.stream_id = ANY (ARRAY(
                SELECT s.stream FROM unnest(s_request, s_stream, s_expected)
                     AS s (request, stream, expected)
                WHERE s.expected > 0 AND alive[s.request]))
            ORDER BY t.stream_id FOR UPDATE
        )
        SELECT array_agg(s.request) INTO moved
        FROM unnest(s_request, s_stream, s_type, s_expected)
             AS s (request, stream, type, expected)
        LEFT JOIN locked ON locked.stream_id = s.stream
        WHERE s.expected > 0 AND alive[s.request]
          AND (locked.organisation, locked.stream_type, locked.version)
              IS DISTINCT FROM (r_organisation[s.request], s.type, s.expected);
        FOREACH n IN ARRAY coalesce(moved, '{}') LOOP
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
        FOR i IN 1 .. cardinality(s_stream) LOOP
            n := s_request[i];
            IF s_expected[i] = 0 AND alive[n] AND s_stream[i] <> ALL (made) THEN
                alive[n] := false;
                outcomes[n] := 'moved';
            END IF;
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
    FOR n IN 1 .. asked LOOP
        CONTINUE WHEN outcomes[n] NOT IN ('moved', 'taken');
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

    IF 0 < ANY (s_expected) THEN
        UPDATE streams t SET version = s.expected + s.count
        FROM unnest(s_request, s_stream, s_expected, s_count)
             AS s (request, stream, expected, count)
        WHERE t.stream_id = s.stream
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
        IF given.foreign_row OR write_rows(given.rows, given.name) <> given.count THEN
            RAISE EXCEPTION 'a row of % belongs to another organisation', given.name
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;

    -- Every append brings exactly the versions that come next.
    FOR i IN 1 .. appended LOOP
        append := e_append[i];
        brought[append] := brought[append] + 1;
        IF (e_version[i] = s_expected[append] + brought[append]) IS NOT TRUE THEN
            RAISE EXCEPTION 'the events of an append are not the versions that come next'
                USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF alive[s_request[append]] THEN
            base := base + 1;
            digests[i] := sha256(
                e_body[i] || uuid_send(s_stream[append]) || int4send(e_version[i]));
        END IF;
    END LOOP;
    IF brought IS DISTINCT FROM s_count THEN
        RAISE EXCEPTION 'the events of an append are not the versions that come next'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;

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
