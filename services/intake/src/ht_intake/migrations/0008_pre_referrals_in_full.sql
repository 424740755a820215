-- By when somebody is to hear from the programme, and how long there has been silence.
ALTER TABLE referral ADD COLUMN unidentified boolean;
ALTER TABLE referral ADD COLUMN contact_by date;
ALTER TABLE referral ADD COLUMN first_contact_at timestamptz;
ALTER TABLE referral ADD COLUMN silent_days integer;
ALTER TABLE referral ADD COLUMN silent_since date;
ALTER TABLE referral ADD COLUMN silent_until date;
ALTER TABLE referral ADD COLUMN tried_enough_ways boolean;
CREATE INDEX referral_to_contact ON referral (organisation, programme, contact_by, referral)
    WHERE first_contact_at IS NULL;
CREATE INDEX referral_by_client ON referral (client) WHERE client IS NOT NULL;

-- What referrals of one person have in common, as tokens from which nothing can be read.
CREATE TABLE referral_token (
    referral uuid NOT NULL,
    organisation text NOT NULL,
    programme text NOT NULL,
    kind text NOT NULL,
    token bytea,
    PRIMARY KEY (referral, kind)
);
CREATE INDEX referral_by_token ON referral_token (organisation, programme, kind, token)
    WHERE token IS NOT NULL;

-- Referrals that look alike, and that somebody said are both meant.
CREATE TABLE referral_apart (
    referral uuid NOT NULL,
    other uuid NOT NULL,
    organisation text NOT NULL,
    PRIMARY KEY (referral, other)
);
CREATE INDEX referral_apart_by_other ON referral_apart (other);

-- Whose drafts there are; what they say is sealed in the events, until they end.
CREATE TABLE referral_draft (
    draft uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    worker uuid,
    saved_at timestamptz NOT NULL,
    vanishes_on date NOT NULL,
    ended_on date
);
CREATE INDEX referral_draft_by_worker ON referral_draft (worker, draft) WHERE ended_on IS NULL;

-- By which numbers a programme takes people in, where it has chosen.
CREATE TABLE taking_in (
    programme text PRIMARY KEY,
    organisation text NOT NULL,
    first_contact_days integer NOT NULL,
    attempts integer NOT NULL,
    attempts_over_days integer NOT NULL,
    draft_days integer NOT NULL,
    self_referrals boolean NOT NULL
);

SELECT allow_rows(name)
FROM unnest(ARRAY['referral', 'referral_token', 'referral_apart', 'referral_draft',
                  'taking_in']) AS read_model (name);
