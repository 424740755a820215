-- What intake's register says of programmes.
CREATE TABLE known_programmes (
    programme text PRIMARY KEY,
    organisation text NOT NULL,
    maintenance_months integer[] NOT NULL,
    caseload_cap integer
);

-- What workers are accredited in: opaque ids and codes, of no organisation in particular.
CREATE TABLE known_accreditations (
    worker uuid NOT NULL,
    accreditation text NOT NULL,
    PRIMARY KEY (worker, accreditation)
);

-- What workers of any employer may be in a programme.
CREATE TABLE known_roles (
    worker uuid NOT NULL,
    programme text NOT NULL,
    roles text[] NOT NULL,
    PRIMARY KEY (worker, programme)
);
GRANT SELECT ON known_accreditations, known_roles TO plans_reader;
