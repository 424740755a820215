-- Household and group sessions: one slot each, counted and without names.
CREATE TABLE shared_sessions (
    shared uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    kind text NOT NULL,
    medium text NOT NULL,
    place text,
    planned_start timestamptz NOT NULL,
    minutes integer,
    worker uuid,
    started_at timestamptz,
    size integer,
    status text NOT NULL
);
CREATE INDEX shared_sessions_by_programme ON shared_sessions (programme, shared);

-- The cases of a household that a session is booked for.
CREATE TABLE shared_members (
    shared uuid NOT NULL,
    case_id uuid NOT NULL,
    organisation text NOT NULL,
    programme text NOT NULL,
    client uuid NOT NULL,
    planned_start timestamptz NOT NULL,
    waiting boolean NOT NULL,
    PRIMARY KEY (shared, case_id)
);
CREATE INDEX shared_members_by_case ON shared_members (case_id);

-- How a client attended a household or group session, as their own case has it.
CREATE TABLE shared_attendances (
    shared uuid NOT NULL,
    case_id uuid NOT NULL,
    organisation text NOT NULL,
    programme text NOT NULL,
    client uuid NOT NULL,
    attendance text NOT NULL,
    PRIMARY KEY (shared, case_id)
);

-- Safeguarding concerns: that there is one, whose, and by whom; what was said is sealed.
CREATE TABLE concerns (
    concern_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    case_id uuid NOT NULL,
    client uuid NOT NULL,
    raised_by text NOT NULL,
    at_immediate_risk boolean NOT NULL,
    told integer NOT NULL,
    raised_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX concerns_by_programme ON concerns (programme, concern_id);
CREATE INDEX concerns_by_client ON concerns (client);

SELECT allow_rows(name)
FROM unnest(ARRAY['shared_sessions', 'shared_members', 'shared_attendances', 'concerns'])
     AS read_model (name);
