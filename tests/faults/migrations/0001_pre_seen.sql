-- A read model that would show a doubled, lost or reordered event: it has no key.
CREATE TABLE seen (position bigint, event_id uuid, thing uuid, version int);
