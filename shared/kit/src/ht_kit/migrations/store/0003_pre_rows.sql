-- The read models that `write` may put rows into: whole rows, one statement for each table.

-- Columns that are `kept` are not the writer's and stay when a row is written again; those
-- that are set `once` keep the first value that was not null.
CREATE TABLE writable (
    table_name text PRIMARY KEY,
    kept       text[] NOT NULL,
    once       text[] NOT NULL,
    statement  text NOT NULL
);

CREATE FUNCTION upsert_statement(p_table text, kept text[], once text[]) RETURNS text
LANGUAGE sql STABLE AS $$
    WITH columns AS (
        SELECT quote_ident(a.attname) AS name, a.attnum, a.attnum = ANY (i.indkey) AS in_key,
               a.attname = ANY (once) AS once
        FROM pg_attribute a
        JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
        WHERE a.attrelid = format('public.%I', p_table)::regclass
          AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attgenerated = '' AND a.attidentity = '' AND a.attname <> ALL (kept)
    )
    SELECT format(
        'INSERT INTO public.%1$I AS standing (%2$s) SELECT %2$s '
        'FROM jsonb_populate_recordset(NULL::public.%1$I, $1) ORDER BY %3$s '
        'ON CONFLICT (%3$s) DO UPDATE SET %4$s%5$s',
        p_table,
        string_agg(name, ', ' ORDER BY attnum),
        string_agg(name, ', ' ORDER BY attnum) FILTER (WHERE in_key),
        coalesce(
            string_agg(
                CASE WHEN once THEN format('%1$s = coalesce(standing.%1$s, excluded.%1$s)', name)
                     ELSE format('%1$s = excluded.%1$s', name) END, ', ')
                FILTER (WHERE NOT in_key),
            min(format('%1$s = excluded.%1$s', name))
        ),
        CASE WHEN bool_or(name = 'organisation')
             THEN ' WHERE standing.organisation = excluded.organisation' ELSE '' END
    )
    FROM columns
$$;

-- Let commands write rows of a table. The statement is made anew after every migration.
CREATE FUNCTION allow_rows(p_table text, kept text[] DEFAULT '{}', once text[] DEFAULT '{}')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO public.writable (table_name, kept, once, statement)
    VALUES (p_table, kept, once, public.upsert_statement(p_table, kept, once))
    ON CONFLICT (table_name) DO UPDATE
    SET kept = excluded.kept, once = excluded.once, statement = excluded.statement
$$;

REVOKE EXECUTE ON FUNCTION upsert_statement, allow_rows FROM PUBLIC;
