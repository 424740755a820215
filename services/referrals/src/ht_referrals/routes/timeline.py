"""A client's history as referrals knows it: where they were told to go, and sent on to.

It is hidden from a worker who is too close to them, as everything is.
"""

from uuid import UUID

from ht_kit.asked import Actor
from ht_kit.reading import Reads
from ht_kit.timeline import Theirs, timeline_of
from ht_referrals.handling import ONWARD, SIGNPOST

_STREAMS = """
SELECT signpost_id AS stream FROM signposts WHERE client_id = $1
UNION ALL SELECT referral_id FROM onward_referrals WHERE client_id = $1
"""


async def _streams_of(read: Reads, client: UUID, _: Actor) -> Theirs:
    return Theirs([row["stream"] for row in await read.rows(_STREAMS, client)])


router = timeline_of(
    permission="timeline:read",
    aggregates=(SIGNPOST, ONWARD),
    streams=_streams_of,
    happened={},
)
