"""A client's history as referrals knows it: where they were told to go, and sent on to.

It is hidden from a worker who is too close to them, as everything is.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from ht_kit.asked import Actor
from ht_kit.reading import Reads
from ht_kit.timeline import Theirs, timeline_of
from ht_referrals.domain.events import SignpostImported
from ht_referrals.handling import ONWARD, SIGNPOST

_STREAMS = """
SELECT signpost_id AS stream FROM signposts WHERE client_id = $1
UNION ALL SELECT referral_id FROM onward_referrals WHERE client_id = $1
"""


async def _streams_of(read: Reads, client: UUID, _: Actor) -> Theirs:
    return Theirs([row["stream"] for row in await read.rows(_STREAMS, client)])


TOLD: Final = (SIGNPOST, ONWARD)
HAPPENED: Final[Mapping[type, str | None]] = {SignpostImported: None}

router = timeline_of(
    permission="timeline:read", aggregates=TOLD, streams=_streams_of, happened=HAPPENED
)
