-- One round trip gives a stream, as far as an organisation may see it, and what a key answers.

-- The position of the last event that an answer speaks of.
CREATE FUNCTION answered_at(p_answer jsonb) RETURNS bigint LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
DECLARE
    last jsonb := coalesce(p_answer -> 'last', p_answer);
BEGIN
    RETURN coalesce((
        SELECT e.position FROM public.events e
        WHERE e.stream_id = (last ->> 'id')::uuid AND e.version = (last ->> 'version')::integer
    ), 0);
END $$;

-- Runs as its caller, so that row-level security decides what is there.
CREATE FUNCTION load(p_organisation text, p_stream uuid, p_actor text, p_key text)
RETURNS TABLE (
    stream_type text, version integer, "position" bigint, bodies bytea[],
    answer jsonb, fingerprint text, answered_at bigint
)
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('ht.organisations', p_organisation, true);

    SELECT max(e.stream_type), coalesce(max(e.version), 0), coalesce(max(e.position), 0),
           coalesce(array_agg(e.body ORDER BY e.version), '{}')
    INTO stream_type, version, "position", bodies
    FROM public.events e
    WHERE e.stream_id = p_stream;

    -- After the events: whoever sees what a command did also sees that its key was used.
    SELECT i.answer, i.fingerprint INTO answer, fingerprint
    FROM public.idempotency i
    WHERE i.organisation = p_organisation AND i.actor = p_actor AND i.key = p_key;
    answered_at := CASE WHEN answer IS NULL THEN 0 ELSE public.answered_at(answer) END;

    RETURN NEXT;
END $$;

REVOKE EXECUTE ON FUNCTION answered_at, load FROM PUBLIC;
GRANT EXECUTE ON FUNCTION answered_at, load TO @service@_reader;
