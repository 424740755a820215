-- What commands write.
CREATE TABLE pots (
    pot          uuid PRIMARY KEY,
    organisation text NOT NULL,
    programme    text,
    glaze        text NOT NULL
);
SELECT allow_rows('pots');

-- What the projector writes, from the stream.
CREATE TABLE pots_told (
    pot          uuid PRIMARY KEY,
    organisation text NOT NULL,
    glaze        text NOT NULL
);
