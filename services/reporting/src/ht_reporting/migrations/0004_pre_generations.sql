-- Generations of the facts. The live one is in public; one that is being made, and one that was
-- live before, are in schemas of their own (facts_<generation>).

CREATE TABLE fact_generation (
    generation bigint PRIMARY KEY,
    state      text NOT NULL CHECK (state IN ('building', 'live', 'replaced', 'dropped')),
    -- How far into the ledger it has been made; said in the transaction that makes the facts.
    position   bigint NOT NULL,
    -- Which definition of the facts made it: one that began under another is begun again.
    made_by    text,
    begun_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    live_at    timestamptz
);
CREATE UNIQUE INDEX fact_generation_one_live ON fact_generation (state) WHERE state = 'live';
CREATE UNIQUE INDEX fact_generation_one_building ON fact_generation (state)
    WHERE state = 'building';
INSERT INTO fact_generation (generation, state, position) VALUES (1, 'live', 0);
