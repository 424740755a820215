-- A read model that would show a doubled, lost or reordered event: it has no key. `place` is the
-- order in which rows came; where they stand is not, because a later one may fill a gap.
CREATE TABLE seen (position bigint, event_id uuid, thing uuid, version int, place bigint GENERATED ALWAYS AS IDENTITY);
