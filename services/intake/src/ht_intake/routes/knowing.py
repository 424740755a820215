"""Whom we know, as far as whoever looks may see; no other organisation is ever looked at."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from ht_intake.finding import Finder, eyes_of
from ht_kit.asked import Actor
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, ReadDep, SealingDep
from ht_kit.reading import Reads

__all__ = ["FinderDep", "eyes_of", "of_somebody_seen", "refuse_hidden"]

_HIDDEN = """
SELECT FROM referral r JOIN client c ON c.client = r.client
WHERE r.referral = $1
  AND ($2 = ANY (c.hidden_from)
       OR NOT (c.restricted_to IS NULL OR $2 = ANY (c.restricted_to) OR $3))
"""


async def _finder(read: ReadDep, sealing: SealingDep, actor: ActorDep) -> Finder:
    return Finder(read, sealing, actor)


FinderDep = Annotated[Finder, Depends(_finder)]


async def of_somebody_seen(referral_id: UUID, read: ReadDep, actor: ActorDep) -> None:
    """Answer whoever may not see the client of a referral as if there were no such thing."""
    await refuse_hidden(referral_id, read, actor)


async def refuse_hidden(referral_id: UUID, read: Reads, actor: Actor) -> None:
    """Say that there is no such referral, if it is of a client who is hidden from the actor."""
    if await read.row(_HIDDEN, referral_id, *eyes_of(actor)) is not None:
        raise NoSuchThing
