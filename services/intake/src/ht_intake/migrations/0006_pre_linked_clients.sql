-- Two clients that are one person, or that somebody said are two.
CREATE TABLE client_pair (
    pair uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    client uuid NOT NULL,
    other uuid NOT NULL,
    linked boolean NOT NULL,
    not_same boolean NOT NULL,
    to_settle integer NOT NULL
);
CREATE INDEX client_pair_by_client ON client_pair (client);
CREATE INDEX client_pair_by_other ON client_pair (other);

SELECT allow_rows('client_pair');
