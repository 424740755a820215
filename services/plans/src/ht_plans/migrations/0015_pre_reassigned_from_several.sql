-- An act may move the cases of several workers, or of all: a contract that changes hands. Code of
-- before writes `former` alone, which was the one worker of the act.
ALTER TABLE reassignments ADD COLUMN formers uuid[];
ALTER TABLE reassignments ALTER COLUMN former DROP NOT NULL;
