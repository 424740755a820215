-- How cases go: whether they rest or have ended, what they follow, and what is still unpaired.
ALTER TABLE cases
    ADD COLUMN standing text NOT NULL DEFAULT 'open',
    ADD COLUMN back_on date,
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN closure text,
    ADD COLUMN conclusion text,
    ADD COLUMN follow_up_by uuid,
    ADD COLUMN earlier_case uuid,
    ADD COLUMN transfer uuid,
    ADD COLUMN unpaired boolean NOT NULL DEFAULT false;
CREATE INDEX cases_following ON cases (earlier_case) WHERE earlier_case IS NOT NULL;
CREATE INDEX plans_by_programme ON plans (programme, status);

-- What other programmes ask this one to go on with.
CREATE TABLE transfers (
    transfer_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    from_organisation text NOT NULL,
    from_programme text NOT NULL,
    reason text NOT NULL,
    client uuid,
    received_at timestamptz NOT NULL,
    answer text,
    new_case uuid,
    answered_at timestamptz
);
CREATE INDEX transfers_by_programme ON transfers (programme, received_at, transfer_id);

-- Acts that moved many cases.
CREATE TABLE reassignments (
    reassignment_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    because text NOT NULL,
    former uuid NOT NULL,
    cases integer NOT NULL,
    to_be_told integer NOT NULL,
    reassigned_at timestamptz NOT NULL,
    carried_out_at timestamptz,
    undone_at timestamptz,
    given_back_at timestamptz
);
CREATE INDEX reassignments_by_programme ON reassignments (programme, reassigned_at);

-- Who covers for whom, and when.
CREATE TABLE covers (
    cover_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    worker uuid NOT NULL,
    covered_by uuid NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    ended_at timestamptz
);
CREATE INDEX covers_by_cover ON covers (programme, covered_by, until_on);
SELECT allow_rows(name)
FROM unnest(ARRAY['transfers', 'reassignments', 'covers']) AS read_model (name);

-- Which workers are too close to which clients, as intake tells it.
CREATE TABLE known_conflicts (
    client uuid NOT NULL,
    worker uuid NOT NULL,
    organisation text NOT NULL,
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (client, worker)
);
CREATE INDEX known_conflicts_by_worker ON known_conflicts (worker, client);

-- Onward referrals that were sent and have not ended, as referrals tells it.
CREATE TABLE known_onward (
    referral uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    case_id uuid NOT NULL,
    client uuid NOT NULL,
    sent_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX known_onward_waiting ON known_onward (programme, case_id) WHERE ended_at IS NULL;

-- Who leads which programme: of every organisation, for a case can be offered to any of them.
CREATE TABLE programmes_led (programme text PRIMARY KEY, led_by text NOT NULL);
INSERT INTO programmes_led SELECT programme, organisation FROM known_programmes;
GRANT SELECT ON programmes_led TO plans_reader;
