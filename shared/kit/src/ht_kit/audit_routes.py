"""Who looked at a client: asked by the lead for information governance."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import asyncpg
import orjson
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_kit.audit import Look, looks
from ht_kit.http import Page, PagingDep, ReadDep, allows

PERMISSION: Final = "look:read"
_LARGEST: Final = 2**63
_LOOKS = """
SELECT number, body FROM looks
WHERE number IN (
    SELECT number FROM looks_at
    WHERE client = $1 AND ($2::bigint IS NULL OR number < $2)
    ORDER BY number DESC LIMIT $3)
ORDER BY number DESC
"""

router: Final = APIRouter(tags=["audit"])


class LookShown(BaseModel):
    """Somebody looked at a client, or tried to."""

    at: datetime
    actor: str
    employer: str
    organisation: str
    programme: str | None
    roles: list[str]
    action: str
    outcome: str
    purpose: str | None
    thing: UUID | None
    correlation_id: UUID


@router.get("/clients/{client_id}/looks", dependencies=[Depends(allows(PERMISSION))])
async def list_looks(
    client_id: UUID,
    read: ReadDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("looks.view"))],
) -> Page[LookShown]:
    """List who looked at a client in this service, the latest first."""
    look.at(client_id)
    rows = await read.rows(_LOOKS, client_id, *paging.start(_number), paging.limit + 1)
    return paging.page(rows, item=_shown, key=lambda row: (row["number"],))


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number < _LARGEST:
        raise ValueError("is no number of a look")
    return number


def _shown(row: asyncpg.Record) -> LookShown:
    said = orjson.loads(row["body"])
    return LookShown.model_validate({**said, "correlation_id": said["correlation"]})
