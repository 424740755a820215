-- A key that was destroyed leaves its row, without the key: nothing is ever sealed for this
-- client again. That holds whoever asks: a destroyed row can be neither refilled nor removed.

ALTER TABLE data_keys ALTER COLUMN wrapped DROP NOT NULL;
ALTER TABLE data_keys ADD COLUMN destroyed_at timestamptz;
ALTER TABLE data_keys ADD CONSTRAINT a_key_or_its_end
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL));

CREATE FUNCTION refuse_revival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a data key that was destroyed is never made anew'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER destroyed_keys_stay_destroyed BEFORE UPDATE OR DELETE ON data_keys
    FOR EACH ROW WHEN (OLD.destroyed_at IS NOT NULL) EXECUTE FUNCTION refuse_revival();
ALTER TABLE data_keys ENABLE ALWAYS TRIGGER destroyed_keys_stay_destroyed;

GRANT UPDATE (destroyed_at) ON data_keys TO keys_services;
