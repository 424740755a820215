-- How far this service has come in other services' streams, and what is due in its own.

CREATE TABLE consumer_position (
    consumer text PRIMARY KEY,
    position bigint NOT NULL
) WITH (fillfactor = 50);

-- Rows come from aggregates, with the events. A lease is the worker's and outlives a rewrite;
-- what the worker or the aggregate has called done stays done.
CREATE TABLE due (
    kind         text NOT NULL,
    aggregate    uuid NOT NULL,
    due_on       date NOT NULL,
    organisation text NOT NULL,
    programme    text,
    payload      jsonb,
    leased_until timestamptz,
    done_at      timestamptz,
    PRIMARY KEY (kind, aggregate, due_on)
);
CREATE INDEX due_open ON due (due_on) WHERE done_at IS NULL;

-- A service that decides nothing has no store.
DO $$
BEGIN
    IF to_regclass('public.writable') IS NOT NULL THEN
        PERFORM allow_rows('due', kept => '{leased_until}', once => '{done_at}');
    END IF;
END $$;
