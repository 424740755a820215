"""A worker who is too close to a client sees nothing of them: it is as if they were not there.

Every route of this service stands behind this. Lists leave such clients out themselves. The
information-governance lead sees which conflicts there are.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from ht_kit.access import permitted
from ht_kit.asked import Actor
from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing
from ht_kit.http import (
    ActorDep,
    Allows,
    Page,
    PagingDep,
    ReadDep,
    allows,
    edge_of,
    reads_of,
)

router = APIRouter(tags=["conflicts"])

_OF = {
    "case_id": "SELECT client FROM cases WHERE case_id = $1",
    "plan_id": "SELECT client FROM plans WHERE plan_id = $1",
    "transfer_id": "SELECT client FROM transfers WHERE transfer_id = $1",
    "client_id": "SELECT $1::uuid AS client",
}
_CONFLICT = "SELECT FROM known_conflicts WHERE worker = $2 AND client IN ({whose})"
_LIST = """
SELECT known_conflicts.client, known_conflicts.worker, known_conflicts.declared_at,
       EXISTS (SELECT FROM cases
               WHERE cases.client = known_conflicts.client
                 AND cases.trainer = known_conflicts.worker
                 AND cases.closed_at IS NULL AND cases.withdrawn_at IS NULL
                 AND NOT cases.import_undone) AS still_trainer
FROM known_conflicts
WHERE $1::timestamptz IS NULL OR (declared_at, client, worker) > ($1, $2::uuid, $3::uuid)
ORDER BY declared_at, client, worker LIMIT $4
"""


class ConflictLine(BaseModel):
    """Who is too close to whom; `still_trainer` where the case needs another trainer."""

    client: UUID
    worker: UUID
    declared_at: datetime
    still_trainer: bool


async def not_hidden(request: Request, actor: ActorDep) -> None:
    """Answer whoever has a conflict with the client as if there were no such thing.

    Whoever may not ask at all is told just that, as for any other client.
    """
    things = [
        (whose, request.path_params[name])
        for name, whose in _OF.items()
        if name in request.path_params
    ]
    if actor.worker is None or not things or not _may_ask(request, actor):
        return
    reads = await reads_of(request, actor)
    for whose, thing in things:
        asked = _uuid(thing)
        if asked is None:
            continue
        if await reads.row(_CONFLICT.format(whose=whose), asked, actor.worker) is not None:
            raise NoSuchThing


def _may_ask(request: Request, actor: Actor) -> bool:
    gates = [each.call for each in request.scope["route"].dependant.dependencies]
    return all(
        permitted(edge_of(request).permissions, gate.permission, actor)
        for gate in gates
        if isinstance(gate, Allows)
    )


@router.get("/conflicts", dependencies=[Depends(allows("conflict:read"))])
async def list_conflicts(
    read: ReadDep, paging: PagingDep, look: Annotated[Look, Depends(looks("conflict.list"))]
) -> Page[ConflictLine]:
    """List the conflicts that were declared in the organisation."""
    start = paging.start(datetime.fromisoformat, UUID, UUID)
    rows = await read.rows(_LIST, *start, paging.limit + 1)
    look.at(*(row["client"] for row in rows))
    return paging.page(
        rows,
        item=_line,
        key=lambda row: (row["declared_at"], row["client"], row["worker"]),
    )


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None  # what is malformed is refused by the route itself


def _line(row: asyncpg.Record) -> ConflictLine:
    return ConflictLine(
        client=row["client"],
        worker=row["worker"],
        declared_at=row["declared_at"],
        still_trainer=row["still_trainer"],
    )
