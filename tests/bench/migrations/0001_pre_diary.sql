-- What a screen shows of a diary; written in the transaction of the command.
CREATE TABLE diary (
    diary        uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme    text,
    client_name  bytea,
    entries      integer NOT NULL,
    last_mood    integer
);
SELECT allow_rows('diary');
