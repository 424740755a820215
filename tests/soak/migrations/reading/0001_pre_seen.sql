-- Read models that show a doubled, lost or reordered event: they have no key, and they count.
CREATE TABLE seen (place bigint GENERATED ALWAYS AS IDENTITY, position bigint, event_id uuid, thing uuid, version integer);
CREATE TABLE heard (place bigint GENERATED ALWAYS AS IDENTITY, position bigint, event_id uuid, thing uuid, version integer);
CREATE TABLE tally (thing uuid PRIMARY KEY, events integer NOT NULL, broken integer NOT NULL);
