-- Many loads share one round trip, as many writes do: each gives its stream, as far as its
-- organisation may see it, and what its key answers.

-- Runs as its caller, so that row-level security decides what is there; it is set for one
-- organisation after the other. A row brings either a stream or the answer of a key. Tables are
-- reached by key alone: what is ordered, aggregated or cut off is looked up for each request.
CREATE FUNCTION load(p_organisation text[], p_stream uuid[], p_actor text[], p_key text[])
RETURNS TABLE (
    request integer, stream_type text, version integer, "position" bigint, bodies bytea[],
    answer jsonb, fingerprint text, answered_at bigint
)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    asking text;
BEGIN
    FOR asking IN SELECT DISTINCT o.name FROM unnest(p_organisation) AS o (name) LOOP
        PERFORM set_config('ht.organisations', asking, true);

        RETURN QUERY
        SELECT r.n::integer, stored.stream_type, stored.version, stored.position, stored.bodies,
               NULL::jsonb, NULL::text, NULL::bigint
        FROM unnest(p_organisation, p_stream) WITH ORDINALITY AS r (organisation, stream, n)
        CROSS JOIN LATERAL (
            SELECT max(e.stream_type) AS stream_type, max(e.version) AS version,
                   max(e.position) AS position, array_agg(e.body ORDER BY e.version) AS bodies
            FROM public.events e WHERE e.stream_id = r.stream
        ) AS stored
        WHERE r.organisation = asking AND stored.version IS NOT NULL;

        -- After the events: whoever sees what a command did also sees that its key was used.
        RETURN QUERY
        SELECT r.n::integer, NULL::text, NULL::integer, NULL::bigint, NULL::bytea[],
               used.answer, used.fingerprint, public.answered_at(used.answer)
        FROM unnest(p_organisation, p_actor, p_key) WITH ORDINALITY
             AS r (organisation, actor, key, n)
        CROSS JOIN LATERAL (
            SELECT i.answer, i.fingerprint FROM public.idempotency i
            WHERE i.organisation = r.organisation AND i.actor = r.actor AND i.key = r.key
            LIMIT 1
        ) AS used
        WHERE r.organisation = asking AND r.key <> '';
    END LOOP;
END $$;

REVOKE EXECUTE ON FUNCTION load(text[], uuid[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION load(text[], uuid[], text[], text[]) TO @service@_reader;
