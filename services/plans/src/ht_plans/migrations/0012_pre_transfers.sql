-- Why a transfer that came here was declined, by somebody or because nothing begins any more.
ALTER TABLE transfers ADD COLUMN declined text;

-- Which clients each programme has registered, as intake tells it: nothing but their ids.
CREATE TABLE known_clients (
    client uuid NOT NULL,
    organisation text NOT NULL,
    programme text NOT NULL,
    PRIMARY KEY (client, programme)
);
