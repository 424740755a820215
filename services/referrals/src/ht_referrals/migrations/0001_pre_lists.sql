-- The lists that are written with the events: directory, signposts, onward referrals.

CREATE TABLE directory (
    entry_id     uuid PRIMARY KEY,
    organisation text NOT NULL,
    destination  text NOT NULL,
    recipient    text NOT NULL,
    name         text NOT NULL,
    active       boolean NOT NULL
);
CREATE INDEX directory_by_destination ON directory (organisation, destination, entry_id);

CREATE TABLE signposts (
    signpost_id   uuid PRIMARY KEY,
    organisation  text NOT NULL,
    programme     text NOT NULL,
    case_id       uuid NOT NULL,
    client_id     uuid NOT NULL,
    entry_id      uuid,
    destination   text NOT NULL,
    signposted_at timestamptz NOT NULL
);
CREATE INDEX signposts_by_case ON signposts (case_id, signpost_id);

CREATE TABLE onward_referrals (
    referral_id  uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme    text NOT NULL,
    case_id      uuid NOT NULL,
    client_id    uuid NOT NULL,
    entry_id     uuid NOT NULL,
    destination  text NOT NULL,
    recipient    text NOT NULL,
    status       text NOT NULL,
    drafted_at   timestamptz NOT NULL,
    sent_at      timestamptz
);
CREATE INDEX onward_referrals_by_case ON onward_referrals (case_id, referral_id);
CREATE INDEX onward_referrals_by_programme
    ON onward_referrals (organisation, programme, referral_id);

SELECT allow_rows('directory'), allow_rows('signposts'), allow_rows('onward_referrals');
