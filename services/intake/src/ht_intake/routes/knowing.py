"""Whom we know, as far as whoever looks may see; no other organisation is ever looked at."""

from uuid import UUID

from ht_kit.asked import Actor
from ht_kit.reading import Reads
from ht_kit.sealing import Sealing

_KNOWN_HERE = """
SELECT 1 FROM client_token
WHERE kind = 'nhs_number' AND token = $1 AND client IS DISTINCT FROM $2 LIMIT 1
"""


async def known_here(
    read: Reads, sealing: Sealing, actor: Actor, number: str | None, *, but: UUID | None = None
) -> bool:
    """Say whether somebody else of this organisation has an NHS number."""
    if number is None:
        return False
    token = sealing.blind(actor.organisation, "nhs_number", number)
    return await read.row(_KNOWN_HERE, token, but) is not None


def eyes_of(actor: Actor) -> tuple[str, bool]:
    """Say who looks, and whether they answer for everybody: restricted clients are shown."""
    return actor.subject, actor.has("ig-lead")
