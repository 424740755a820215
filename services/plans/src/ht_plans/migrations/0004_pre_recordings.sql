-- What each programme chose to record; one without a line records the usual measures.
CREATE TABLE recordings (
    programme text PRIMARY KEY,
    organisation text NOT NULL,
    instruments text[] NOT NULL,
    techniques boolean NOT NULL
);
SELECT allow_rows('recordings');
