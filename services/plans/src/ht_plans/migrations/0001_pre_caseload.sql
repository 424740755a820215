-- A programme's cases, as its trainers look for them.
CREATE TABLE cases (
    case_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    client uuid NOT NULL,
    trainer uuid,
    opened_at timestamptz NOT NULL,
    assessed boolean NOT NULL,
    sessions_held integer NOT NULL,
    last_seen_at timestamptz,
    next_session_at timestamptz,
    withdrawn_at timestamptz
);
CREATE INDEX cases_by_programme ON cases (programme, case_id);
CREATE INDEX cases_by_trainer ON cases (trainer, programme);
CREATE INDEX cases_by_client ON cases (client);

-- Each case's plans, and where they stand; what the client said is in the events, sealed.
CREATE TABLE plans (
    plan_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    case_id uuid NOT NULL,
    client uuid NOT NULL,
    status text NOT NULL,
    result text,
    drafted_at timestamptz NOT NULL,
    agreed_at timestamptz,
    ended_at timestamptz,
    next_review_on date
);
CREATE INDEX plans_by_case ON plans (case_id, drafted_at);

-- Maintenance checks, from their sign-off until they end.
CREATE TABLE checks (
    check_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    plan_id uuid NOT NULL,
    case_id uuid NOT NULL,
    client uuid NOT NULL,
    months integer NOT NULL,
    due_on date NOT NULL,
    fell_due boolean NOT NULL,
    attempts integer NOT NULL,
    result text,
    checked_at timestamptz
);
CREATE INDEX checks_to_do ON checks (programme, due_on, check_id) WHERE result IS NULL;

-- Commands write these rows; row-level security comes with the column `organisation`.
SELECT allow_rows(name) FROM unnest(ARRAY['cases', 'plans', 'checks']) AS read_model (name);
