-- Facts, made from the ledger: one row for each version of a thing, with the ledger positions
-- from which and until which it was what was known (known_to NULL: it still is).

CREATE TABLE fact_programme (
    programme    text NOT NULL,
    organisation text NOT NULL,
    area         text,
    region       text,
    known_from   bigint NOT NULL,
    known_to     bigint,
    PRIMARY KEY (programme, known_from)
);
CREATE TABLE fact_client (
    client_id           uuid NOT NULL,
    organisation        text NOT NULL,
    registered_at       timestamptz,
    age_band            text,
    gender              text,
    ethnicity           text,
    gp_status           text,
    gp_status_latest    text,
    employment          text,
    employment_latest   text,
    quintile            smallint,
    decile              smallint,
    deprivation_edition text,
    ward                text,
    local_authority     text,
    unresolved          text,
    known_from          bigint NOT NULL,
    known_to            bigint,
    PRIMARY KEY (client_id, known_from)
);
CREATE TABLE fact_case (
    case_id      uuid NOT NULL,
    organisation text NOT NULL,
    programme    text,
    client_id    uuid,
    referral_id  uuid,
    worker_id    uuid,
    opened_at    timestamptz,
    withdrawn_at timestamptz,
    known_from   bigint NOT NULL,
    known_to     bigint,
    PRIMARY KEY (case_id, known_from)
);
CREATE TABLE fact_session (
    session_id       uuid NOT NULL,
    organisation     text NOT NULL,
    programme        text,
    case_id          uuid,
    client_id        uuid,
    kind             text,
    attendance       text,
    medium           text,
    place            text,
    started_at       timestamptz,
    duration_minutes smallint,
    known_from       bigint NOT NULL,
    known_to         bigint,
    PRIMARY KEY (session_id, known_from)
);
CREATE TABLE fact_plan (
    plan_id          uuid NOT NULL,
    organisation     text NOT NULL,
    programme        text,
    case_id          uuid,
    client_id        uuid,
    drafted_at       timestamptz,
    agreed_at        timestamptz,
    agreed_how       text,
    primary_issue    text,
    diet_subtype     text,
    secondary_issues text[],
    result           text,
    rolled_up        text,
    overridden       boolean,
    client_present   text,
    signed_off_at    timestamptz,
    ended_reason     text,
    ended_at         timestamptz,
    known_from       bigint NOT NULL,
    known_to         bigint,
    PRIMARY KEY (plan_id, known_from)
);
CREATE TABLE fact_reading (
    assessment_id uuid NOT NULL,
    instrument    text NOT NULL,
    organisation  text NOT NULL,
    programme     text,
    case_id       uuid,
    client_id     uuid,
    phase         text,
    algorithm     text,
    value         numeric,
    not_taken     text,
    taken_at      timestamptz,
    known_from    bigint NOT NULL,
    known_to      bigint,
    PRIMARY KEY (assessment_id, instrument, known_from)
);
CREATE TABLE fact_check (
    check_id     uuid NOT NULL,
    organisation text NOT NULL,
    programme    text,
    plan_id      uuid,
    case_id      uuid,
    client_id    uuid,
    months       smallint,
    due_on       date,
    fell_due     boolean,
    attempted_at timestamptz,
    result       text,
    checked_at   timestamptz,
    known_from   bigint NOT NULL,
    known_to     bigint,
    PRIMARY KEY (check_id, known_from)
);
CREATE TABLE fact_onward (
    onward_id       uuid NOT NULL,
    organisation    text NOT NULL,
    programme       text,
    kind            text,
    case_id         uuid,
    client_id       uuid,
    destination     text,
    recipient       text,
    reason          text,
    drafted_at      timestamptz,
    sent_at         timestamptz,
    acknowledged_at timestamptz,
    outcome         text,
    answered_at     timestamptz,
    unanswered_at   timestamptz,
    withdrawn_at    timestamptz,
    known_from      bigint NOT NULL,
    known_to        bigint,
    PRIMARY KEY (onward_id, known_from)
);

-- Reports read whole programmes, and whether a case has an attended session.
CREATE INDEX fact_case_programme ON fact_case (programme);
CREATE INDEX fact_plan_programme ON fact_plan (programme);
CREATE INDEX fact_reading_programme ON fact_reading (programme);
CREATE INDEX fact_check_programme ON fact_check (programme);
CREATE INDEX fact_onward_programme ON fact_onward (programme);
CREATE INDEX fact_session_case ON fact_session (case_id);
