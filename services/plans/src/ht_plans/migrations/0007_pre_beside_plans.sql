-- What each programme offers beside plans; one without a line offers nothing.
CREATE TABLE offers (
    programme text PRIMARY KEY,
    organisation text NOT NULL,
    quit_episodes boolean NOT NULL,
    employment boolean NOT NULL,
    domains jsonb NOT NULL,
    threshold integer NOT NULL,
    full_hours integer NOT NULL,
    session_allowance integer,
    pathways text[] NOT NULL
);

-- Quit episodes, from the quit date to what came of it.
CREATE TABLE quit_episodes (
    episode_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    case_id uuid NOT NULL,
    client uuid NOT NULL,
    adviser uuid NOT NULL,
    quit_on date NOT NULL,
    follow_up_from date NOT NULL,
    follow_up_until date NOT NULL,
    outcome text,
    co text,
    recorded_at timestamptz
);
CREATE INDEX quit_episodes_by_day ON quit_episodes (programme, quit_on, episode_id);
CREATE INDEX quit_episodes_by_case ON quit_episodes (case_id);

-- Ways into work, and how far each has come.
CREATE TABLE employment_pathways (
    pathway_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    case_id uuid NOT NULL,
    client uuid NOT NULL,
    begun_on date NOT NULL,
    furthest_rung integer,
    closed_on date
);
CREATE INDEX employment_pathways_by_case ON employment_pathways (case_id);

-- Days on which it can be asked whether work has lasted.
CREATE TABLE sustained_checks (
    progress uuid NOT NULL,
    weeks integer NOT NULL,
    organisation text NOT NULL,
    programme text NOT NULL,
    pathway_id uuid NOT NULL,
    case_id uuid NOT NULL,
    client uuid NOT NULL,
    due_on date NOT NULL,
    fell_due boolean NOT NULL,
    result text,
    over boolean NOT NULL,
    PRIMARY KEY (progress, weeks)
);
CREATE INDEX sustained_checks_to_do ON sustained_checks (programme, due_on, progress)
    WHERE result IS NULL AND NOT over;

-- Which pathways cases are or were on, with the day that will not wait.
CREATE TABLE case_pathways (
    case_id uuid NOT NULL,
    pathway text NOT NULL,
    organisation text NOT NULL,
    programme text NOT NULL,
    client uuid NOT NULL,
    of_a_child boolean NOT NULL,
    hard_date date,
    followed boolean NOT NULL,
    PRIMARY KEY (case_id, pathway)
);
CREATE INDEX case_pathways_by_day ON case_pathways (programme, hard_date, case_id)
    WHERE followed;

-- Which household and campaigns a case belongs to.
CREATE TABLE case_groups (
    case_id uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    client uuid NOT NULL,
    household uuid,
    campaigns text[] NOT NULL
);

SELECT allow_rows(name) FROM unnest(ARRAY[
    'offers', 'quit_episodes', 'employment_pathways', 'sustained_checks', 'case_pathways',
    'case_groups']) AS read_model (name);
