-- A read model for tests: where each thing stands.
CREATE TABLE shelf (
    thing        uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme    text,
    label        text NOT NULL,
    weight       numeric,
    placed_on    date,
    owner_name   bytea,
    owner_token  bytea
);
SELECT allow_rows('shelf');
CREATE TABLE not_for_commands (thing uuid PRIMARY KEY, label text);
