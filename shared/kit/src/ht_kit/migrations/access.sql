-- After every migration: who may read and write which table. Whatever has an organisation is
-- under row-level security. Run as the owner; nothing changes when it is run again.

DO $access$
DECLARE
    stored   CONSTANT text[] := '{streams,events,head,idempotency,reservations,relay,writable,'
        'schema_migrations,looks,looks_at,looks_unsealed,look_seals,look_head,append_only}';
    appended text[] := '{}';
    writable text[] := '{}';
    here     record;
BEGIN
    IF to_regclass('public.append_only') IS NOT NULL THEN
        SELECT coalesce(array_agg(a.table_name), '{}') INTO appended FROM append_only a;
    END IF;
    IF to_regclass('public.writable') IS NOT NULL THEN
        PERFORM renew_write_rows();
        SELECT coalesce(array_agg(w.table_name), '{}') INTO writable FROM writable w;
        GRANT SELECT ON streams, events, head, relay TO @service@_relay;
        GRANT INSERT, UPDATE ON relay TO @service@_relay;
    END IF;

    -- Every process looks whether its migrations have been run.
    GRANT SELECT ON schema_migrations TO @service@_reader;

    FOR here IN
        SELECT c.relname AS name, c.relrowsecurity AS secured, EXISTS (
            SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'organisation' AND NOT a.attisdropped
        ) AS tenanted
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND c.relowner = '@service@_owner'::regrole
    LOOP
        IF here.tenanted AND NOT here.secured THEN
            EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', here.name);
            EXECUTE format(
                'CREATE POLICY organisations_of_the_request ON public.%I FOR SELECT '
                'TO @service@_reader USING (organisation = ANY (string_to_array('
                'current_setting(''ht.organisations'', true), '','')))', here.name);
            EXECUTE format(
                'CREATE POLICY every_organisation ON public.%I TO @service@_worker '
                'USING (true) WITH CHECK (true)', here.name);
            EXECUTE format(
                'CREATE POLICY every_organisation_is_told ON public.%I FOR SELECT '
                'TO @service@_relay USING (true)', here.name);
        END IF;
        IF here.tenanted OR here.name = 'consumer_position' THEN
            EXECUTE format('GRANT SELECT ON public.%I TO @service@_reader', here.name);
        END IF;
        IF here.name = ANY (writable) THEN
            EXECUTE format('GRANT SELECT ON public.%I TO @service@_worker', here.name);
        ELSIF here.name = ANY (appended) THEN
            EXECUTE format('REVOKE ALL ON public.%I FROM @service@_worker', here.name);
            EXECUTE format('GRANT SELECT, INSERT ON public.%I TO @service@_worker', here.name);
        ELSIF here.name <> ALL (stored) THEN
            EXECUTE format(
                'GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO @service@_worker',
                here.name);
        END IF;
    END LOOP;

    IF to_regclass('public.due') IS NOT NULL THEN
        GRANT UPDATE (leased_until, done_at) ON due TO @service@_worker;
    END IF;
END $access$;
