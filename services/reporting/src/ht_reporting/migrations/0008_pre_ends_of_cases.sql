-- How cases ended, whether they go on after all, and which case went before.
ALTER TABLE fact_case
    ADD COLUMN standing text,
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN closure text,
    ADD COLUMN conclusion text,
    ADD COLUMN earlier_case uuid;
