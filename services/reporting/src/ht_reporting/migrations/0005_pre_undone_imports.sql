-- A case whose import was undone: nothing that belongs to it counts.
ALTER TABLE fact_case ADD COLUMN import_undone boolean;
CREATE INDEX fact_case_undone ON fact_case (case_id) WHERE import_undone;
