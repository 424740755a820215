-- Where each thing stands: written with its events, so it must never differ from them.
CREATE TABLE shelf (
    thing        uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme    text,
    events       integer NOT NULL,
    last_mark    uuid NOT NULL,
    owner_name   bytea
);
SELECT allow_rows('shelf');
