"""One NHS number in two programmes of an organisation: for whoever may look at both."""

from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_kit.audit import Look, looks
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows

router = APIRouter(tags=["clients"])

# Who acts in one programme is shown nothing: they may not know of the other.
_HELD_TWICE = """
SELECT c.client, c.programme, o.client AS other, o.programme AS others_programme
FROM client_token mine
JOIN client_token theirs ON theirs.organisation = mine.organisation
 AND theirs.token = mine.token AND theirs.kind = 'nhs_number' AND theirs.client > mine.client
JOIN client c ON c.client = mine.client
JOIN client o ON o.client = theirs.client AND o.programme <> c.programme
WHERE mine.kind = 'nhs_number' AND mine.token IS NOT NULL AND $1::text IS NULL
  AND $2 <> ALL (c.hidden_from) AND $2 <> ALL (o.hidden_from)
  AND ($3::uuid IS NULL OR (c.client, o.client) > ($3, $4))
ORDER BY c.client, o.client LIMIT $5
"""


class SharedNumber(BaseModel):
    """Two clients of different programmes who have one NHS number, which is not shown."""

    client: UUID
    programme: str
    other: UUID
    others_programme: str


@router.get("/shared-numbers", dependencies=[Depends(allows("shared-number:read"))])
async def list_shared_numbers(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("numbers.list"))],
) -> Page[SharedNumber]:
    """List who may be one person in two programmes of the organisation.

    It is for the lead for information governance of the whole organisation; one of a single
    programme is shown nobody.
    """
    rows = await read.rows(
        _HELD_TWICE,
        actor.programme,
        actor.subject,
        *paging.start(UUID, UUID),
        paging.limit + 1,
    )
    look.at(*(row[of] for row in rows[: paging.limit] for of in ("client", "other")))
    return paging.page(rows, item=_line, key=lambda row: (row["client"], row["other"]))


def _line(row: asyncpg.Record) -> SharedNumber:
    return SharedNumber(
        client=row["client"],
        programme=row["programme"],
        other=row["other"],
        others_programme=row["others_programme"],
    )
