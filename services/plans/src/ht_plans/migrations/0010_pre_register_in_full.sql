-- On which days a programme's contract is in force, and the months of checks that it asks for.
CREATE TABLE known_contracts (
    contract uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme text NOT NULL,
    from_on date NOT NULL,
    last_on date NOT NULL,
    maintenance_months integer[]
);
CREATE INDEX known_contracts_by_programme ON known_contracts (programme, from_on);

-- The last day on which an accreditation holds, where it expires.
ALTER TABLE known_accreditations ADD COLUMN expires_on date;
