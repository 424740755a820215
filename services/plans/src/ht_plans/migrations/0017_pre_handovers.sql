-- Acts by which another programme is asked to go on with many cases, and how far each has come.
CREATE TABLE handovers (
    handover_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    to_organisation text NOT NULL,
    to_programme text NOT NULL,
    reason text NOT NULL,
    cases integer NOT NULL,
    to_be_told integer NOT NULL,
    handed_over_at timestamptz NOT NULL,
    carried_out_at timestamptz,
    taken_back_at timestamptz,
    ended_at timestamptz
);
CREATE INDEX handovers_by_programme ON handovers (programme, handed_over_at);
SELECT allow_rows('handovers');
