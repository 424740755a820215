-- Which areas an edition of the deprivation indices speaks of: those of 2001, 2011 or 2021.
CREATE TABLE deprivation_edition (
    edition text PRIMARY KEY,
    areas_of smallint NOT NULL CHECK (areas_of IN (2001, 2011, 2021))
);

-- The published decile of each area (1 is the most deprived), by edition.
CREATE TABLE deprivation_area (
    edition text NOT NULL,
    lsoa text NOT NULL,
    decile smallint NOT NULL CHECK (decile BETWEEN 1 AND 10),
    PRIMARY KEY (edition, lsoa)
);

-- Where each postcode lies, by the directory that was loaded last. A prison, hostel, refuge
-- or barracks has an area, but its people are not of that area.
CREATE TABLE postcode (
    postcode text PRIMARY KEY,
    lsoa01 text,
    lsoa11 text,
    lsoa21 text,
    ward text,
    local_authority text,
    institution boolean NOT NULL DEFAULT false,
    lookup_version text NOT NULL
);

-- Which file each edition and directory was loaded from.
CREATE TABLE refdata_load (
    kind text NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    rows bigint NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, name)
);

GRANT SELECT ON deprivation_edition, deprivation_area, postcode, refdata_load TO intake_reader;
