-- Whom a programme met who are nobody's clients: counts, and nobody's name.
CREATE TABLE outreach (
    outreach uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    worker uuid,
    kind text NOT NULL,
    held_on date NOT NULL,
    place text NOT NULL,
    setting text NOT NULL,
    topics text[] NOT NULL,
    heads integer NOT NULL,
    minutes integer,
    materials jsonb NOT NULL,
    signposted jsonb NOT NULL,
    campaign text,
    taken_back_at timestamptz
);
CREATE INDEX outreach_by_day ON outreach (organisation, programme, held_on DESC, outreach);

-- Brief advice. Without a client it was given to somebody who is nobody's client.
CREATE TABLE advice (
    advice uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    worker uuid,
    client uuid,
    outreach uuid,
    topic text NOT NULL,
    minutes integer NOT NULL,
    outcome text NOT NULL,
    given_at timestamptz NOT NULL,
    taken_back_at timestamptz
);
CREATE INDEX advice_by_client ON advice (client, given_at);
CREATE INDEX advice_of_nobody ON advice (organisation, programme, advice) WHERE client IS NULL;

-- The contracts of programmes, and on which days they are in force.
CREATE TABLE contract (
    contract uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    commissioner text NOT NULL,
    provider text NOT NULL,
    from_on date NOT NULL,
    last_on date NOT NULL
);
CREATE INDEX contract_by_programme ON contract (programme, from_on);

-- Workers lent to other organisations, which look whether they are: nobody's alone.
CREATE TABLE lending (
    lending uuid PRIMARY KEY,
    worker uuid NOT NULL,
    host text NOT NULL,
    from_on date NOT NULL,
    last_on date
);
CREATE INDEX lending_by_worker ON lending (worker);
GRANT SELECT ON lending TO intake_reader;
ALTER TABLE membership ADD COLUMN lending uuid;

-- From which day on somebody works here no longer.
ALTER TABLE worker ADD COLUMN left_on date;
ALTER TABLE sign_in ADD COLUMN left_on date;

-- What is said of a client once they are dead or erased is asked of nobody any more.
ALTER TABLE client ADD COLUMN has_died boolean NOT NULL DEFAULT false;
ALTER TABLE client ADD COLUMN needs_review_on date;
CREATE INDEX client_by_review ON client (programme, needs_review_on, client)
    WHERE needs_review_on IS NOT NULL;

-- What clients agreed to share, and when it ends or is to be looked at again.
CREATE TABLE consent (
    consent uuid PRIMARY KEY,
    organisation text NOT NULL,
    client uuid NOT NULL,
    recipient text NOT NULL,
    purpose text NOT NULL,
    data_class text NOT NULL,
    expires_at timestamptz,
    review_on date,
    withdrawn boolean NOT NULL
);
CREATE INDEX consent_by_client ON consent (client);

-- Which workers are too close to which clients, for whoever looks after that.
CREATE TABLE conflict (
    client uuid NOT NULL,
    worker uuid NOT NULL,
    organisation text NOT NULL,
    programme text NOT NULL,
    kind text NOT NULL,
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (client, worker)
);

-- What was recorded before these columns were there: all of it is stored in clear.
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT stream_id AS client, version, type, organisation,
       convert_from(body, 'UTF8')::jsonb -> 'data' AS data
FROM events
WHERE stream_type = 'client'
  AND type IN ('consent_given', 'consent_withdrawn', 'conflict_declared', 'death_recorded',
               'death_reversed', 'access_needs_recorded');

INSERT INTO consent (consent, organisation, client, recipient, purpose, data_class, expires_at,
                     withdrawn)
SELECT DISTINCT ON (1) (data ->> 'consent')::uuid, organisation, client, data ->> 'recipient',
       data ->> 'purpose', data ->> 'data_class', (data ->> 'expires_at')::timestamptz,
       EXISTS (SELECT FROM told w WHERE w.type = 'consent_withdrawn'
                 AND w.client = told.client AND w.data ->> 'consent' = told.data ->> 'consent')
FROM told WHERE type = 'consent_given';

INSERT INTO conflict (client, worker, organisation, programme, kind, declared_at)
SELECT DISTINCT ON (1, 2) t.client, (t.data ->> 'worker')::uuid, t.organisation, c.programme,
       t.data ->> 'kind', (t.data ->> 'declared_at')::timestamptz
FROM told t JOIN client c ON c.client = t.client WHERE t.type = 'conflict_declared';

UPDATE client SET has_died = last.type = 'death_recorded'
FROM (SELECT DISTINCT ON (client) client, type FROM told
      WHERE type IN ('death_recorded', 'death_reversed')
      ORDER BY client, version DESC) AS last
WHERE last.client = client.client;

UPDATE client SET needs_review_on = (last.data ->> 'review_on')::date
FROM (SELECT DISTINCT ON (client) client, data FROM told
      WHERE type = 'access_needs_recorded' ORDER BY client, version DESC) AS last
WHERE last.client = client.client AND client.erased_at IS NULL;

SELECT allow_rows(name)
FROM unnest(ARRAY['outreach', 'advice', 'contract', 'lending', 'worker', 'sign_in',
                  'membership', 'client', 'consent', 'conflict']) AS read_model (name);
