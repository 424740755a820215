-- Readings put right: each takes the place of the reading that it names, or of an earlier
-- correction of it, for whoever asks as at its position or later.
CREATE TABLE fact_correction (
    correction_id uuid NOT NULL,
    organisation  text NOT NULL,
    programme     text,
    case_id       uuid,
    client_id     uuid,
    assessment_id uuid,
    instrument    text,
    phase         text,
    algorithm     text,
    value         numeric,
    not_taken     text,
    taken_at      timestamptz,
    known_from    bigint NOT NULL,
    known_to      bigint,
    PRIMARY KEY (correction_id, known_from)
);
CREATE INDEX fact_correction_programme ON fact_correction (programme);
