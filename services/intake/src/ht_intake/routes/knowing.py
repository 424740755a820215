"""Whom we know, as far as whoever looks may see; no other organisation is ever looked at."""

from typing import Annotated

from fastapi import Depends

from ht_intake.finding import Finder, eyes_of
from ht_kit.http import ActorDep, ReadDep, SealingDep

__all__ = ["FinderDep", "eyes_of"]


async def _finder(read: ReadDep, sealing: SealingDep, actor: ActorDep) -> Finder:
    return Finder(read, sealing, actor)


FinderDep = Annotated[Finder, Depends(_finder)]
