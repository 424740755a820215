"""Erasing a client in one service: its data keys are destroyed, then that is recorded.

What was sealed stays where it is, as bytes that nobody can read again: in events, read models,
streams, the ledger, dumps and backups. So the record keeps its chain and no total moves.

The keys go first and the record of it follows: whatever ends the process between the two, the
reaction or the due work comes again, finds the keys gone, and records it. Asking again is
harmless.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, TypeAlias
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_kit.aggregate import Aggregate, Decider, NoSuchThing, Row
from ht_kit.asked import Asked
from ht_kit.audit import Look, looks
from ht_kit.codec import Codec
from ht_kit.decider import Handler
from ht_kit.http import ReadDep, allows
from ht_kit.sealing import Sealing

NAME: Final = "erasure"
PERMISSION: Final = "erasure:read"
_ERASURES: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b10")
_ERASED = "SELECT erased_at FROM erasure WHERE client = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDataErased:
    """This service can read nothing personal of the client any more."""

    client: UUID
    erased_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure:
    """Say that the client's keys are destroyed here."""

    client: UUID
    at: datetime


Erasure: TypeAlias = ClientDataErased | None
"""Whether a client was erased here."""
Erasures: TypeAlias = Handler[RecordErasure, Erasure, ClientDataErased]


def decide(command: RecordErasure, erasure: Erasure) -> list[ClientDataErased]:
    """Record it once."""
    return [] if erasure else [ClientDataErased(client=command.client, erased_at=command.at)]


def evolve(_: Erasure, event: ClientDataErased) -> Erasure:
    """Remember it."""
    return event


def erasure_rows(_: UUID, erasure: Erasure) -> list[Row]:
    """Keep whom the service has erased."""
    if erasure is None:
        return []
    return [Row("erasure", {"client": erasure.client, "erased_at": erasure.erased_at})]


def erasure_of(service: str) -> Aggregate[RecordErasure, Erasure, ClientDataErased]:
    """Make the aggregate by which a service says whom it has erased."""
    return Aggregate(
        name=NAME,
        decider=Decider(decide=decide, evolve=evolve, initial=None),
        codec=Codec(service=service, aggregate=NAME, events=(ClientDataErased,)),
        rows=erasure_rows,
        client=lambda _, erasure: erasure.client if erasure else None,
    )


async def erase(
    erasures: Erasures,
    sealing: Sealing,
    client: UUID,
    *,
    asked: Asked,
    also: Iterable[UUID] = (),
) -> None:
    """Destroy a client's keys, and those of what else speaks of them; then record it."""
    await sealing.destroy(asked.actor.organisation, {client, *also})
    stream_id = uuid5(_ERASURES, str(client))
    await erasures.create(stream_id, RecordErasure(client=client, at=asked.at), asked=asked)


class ErasureShown(BaseModel):
    """Since when this service can read nothing personal of a client."""

    client: UUID
    erased_at: datetime


router: Final = APIRouter(tags=["erasure"])


@router.get("/clients/{client_id}/erasure", dependencies=[Depends(allows(PERMISSION))])
async def show_erasure(
    client_id: UUID, read: ReadDep, look: Annotated[Look, Depends(looks("erasure.view"))]
) -> ErasureShown:
    """Say that a client is erased here; until then, there is no such erasure."""
    look.at(client_id)
    row = await read.row(_ERASED, client_id)
    if row is None:
        raise NoSuchThing
    return ErasureShown(client=client_id, erased_at=row["erased_at"])
