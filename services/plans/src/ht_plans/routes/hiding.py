"""A worker who is too close to a client sees nothing of them: it is as if they were not there.

Every route of this service stands behind this. Lists leave such clients out themselves. The
information-governance lead sees which conflicts there are.
"""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_kit.audit import Look, looks
from ht_kit.hiding import Hiding
from ht_kit.http import Page, PagingDep, ReadDep, allows

router = APIRouter(tags=["conflicts"])

HIDING: Final = Hiding(
    conflict="SELECT FROM known_conflicts WHERE worker = $2 AND client IN ({whose})",
    whose={
        "case_id": "SELECT client FROM cases WHERE case_id = $1",
        "plan_id": "SELECT client FROM plans WHERE plan_id = $1",
        "transfer_id": "SELECT client FROM transfers WHERE transfer_id = $1",
        "client_id": "SELECT $1::uuid",
        "concern_id": "SELECT client FROM concerns WHERE concern_id = $1",
        # A household is its members; of a group, only the part of a hidden client is hidden.
        "shared_id": "SELECT client FROM shared_members WHERE shared = $1",
        "episode_id": "SELECT client FROM quit_episodes WHERE episode_id = $1",
        "pathway_id": "SELECT client FROM employment_pathways WHERE pathway_id = $1",
    },
)
LEAD_TO_NOBODY: Final = frozenset({"cover_id", "handover_id", "import_id", "reassignment_id"})
"""What else begins a path: no client is behind it, or many, and the route leaves some out."""

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


def _line(row: asyncpg.Record) -> ConflictLine:
    return ConflictLine(
        client=row["client"],
        worker=row["worker"],
        declared_at=row["declared_at"],
        still_trainer=row["still_trainer"],
    )
