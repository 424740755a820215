-- Whether a client went where they were told to go.
ALTER TABLE signposts
    ADD COLUMN took_up text,
    ADD COLUMN followed_up_at timestamptz;

-- What was sent without consent, for whoever looks after information governance.
ALTER TABLE onward_referrals
    ADD COLUMN ground text,
    ADD COLUMN told text[];
CREATE INDEX onward_referrals_without_consent ON onward_referrals (organisation, referral_id)
    WHERE ground IS NOT NULL;

-- When cases were closed, as plans tells it: open again where closed_at is null.
CREATE TABLE known_closings (
    case_id      uuid NOT NULL,
    organisation text NOT NULL,
    closed_at    timestamptz,
    PRIMARY KEY (organisation, case_id)
);
