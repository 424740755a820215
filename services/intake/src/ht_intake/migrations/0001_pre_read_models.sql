-- The organisations of this installation: their names are nobody's secret.
CREATE TABLE organisation (
    slug text PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL
);

-- Each organisation's programmes.
CREATE TABLE programme (
    programme text PRIMARY KEY,
    organisation text NOT NULL,
    name text NOT NULL,
    area text NOT NULL,
    region text NOT NULL,
    maintenance_months smallint[] NOT NULL,
    caseload_cap integer
);

-- Each organisation's workers; names are sealed.
CREATE TABLE worker (
    worker uuid PRIMARY KEY,
    organisation text NOT NULL,
    sign_in text NOT NULL,
    name bytea,
    employer text NOT NULL,
    accreditations text[] NOT NULL
);
CREATE INDEX worker_by_organisation ON worker (organisation, worker);

-- Whom a sign-in stands for, for the identity provider: it serves every organisation.
CREATE TABLE sign_in (
    sign_in text PRIMARY KEY,
    worker uuid NOT NULL UNIQUE,
    employer text NOT NULL
);

-- Who acts in which programme; `led_by` is the programme's organisation.
CREATE TABLE membership (
    membership uuid PRIMARY KEY,
    worker uuid NOT NULL,
    led_by text NOT NULL,
    programme text NOT NULL,
    roles text[] NOT NULL,
    joined_on date NOT NULL,
    left_on date
);
CREATE INDEX membership_by_worker ON membership (worker);

-- The inbox of referrals: codes, dates and ids; what was said of people is in the events.
CREATE TABLE referral (
    referral uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    reference text NOT NULL,
    status text NOT NULL,
    source text NOT NULL,
    consent text NOT NULL,
    needs text[] NOT NULL,
    received_at timestamptz NOT NULL,
    sender_namespace text,
    sender_reference text,
    client uuid,
    opened_case uuid
);
CREATE INDEX referral_by_programme ON referral (organisation, programme, referral);
CREATE INDEX referral_by_sender
    ON referral (organisation, programme, sender_namespace, sender_reference);

-- What clients are called, sealed.
CREATE TABLE client (
    client uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    name bytea,
    called bytea,
    registered_at timestamptz NOT NULL,
    possible_same_person boolean NOT NULL,
    takes_part_since timestamptz
);

-- What clients are found by, as tokens from which nothing can be read.
CREATE TABLE client_token (
    client uuid NOT NULL,
    organisation text NOT NULL,
    kind text NOT NULL,
    token bytea NOT NULL,
    PRIMARY KEY (client, kind)
);
CREATE INDEX client_by_token ON client_token (organisation, kind, token);

-- Commands write these rows; row-level security comes with the column `organisation`.
SELECT allow_rows(name)
FROM unnest(ARRAY['organisation', 'programme', 'worker', 'sign_in', 'membership', 'referral',
                  'client', 'client_token']) AS read_model (name);
GRANT SELECT ON organisation, sign_in, membership TO intake_reader;
