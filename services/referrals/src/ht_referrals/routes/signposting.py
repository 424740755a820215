"""Telling clients where to go."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, model_validator

from ht_contracts.codes import Destination, TookUp
from ht_kit.audit import Look, looks
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    allows,
)
from ht_referrals.domain import words
from ht_referrals.domain.commands import FollowUpSignpost, SignpostClient
from ht_referrals.domain.words import SignpostId
from ht_referrals.handling import Signposts
from ht_referrals.routes.forms import Form, Instant
from ht_referrals.routes.known import Known, KnownDep

router = APIRouter(tags=["signposts"])

_LIST = """
SELECT signpost_id, case_id, client_id, entry_id, destination, signposted_at, took_up,
       followed_up_at
FROM signposts
WHERE programme = $1 AND case_id = $2 AND NOT import_undone
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client_id = signposts.client_id
                    AND known_conflicts.worker_id = $3)
  AND ($4::uuid IS NULL OR signpost_id > $4)
ORDER BY signpost_id LIMIT $5
"""


class SignpostForm(Form):
    """The body of POST /signposts: a place of the directory, or only what kind of place."""

    case: UUID
    entry: UUID | None = None
    destination: Destination | None = None
    signposted_at: Instant

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.entry is None) == (self.destination is None):
            raise ValueError("names either an entry or a destination")
        return self

    async def told_of(self, known: Known) -> words.Place | words.Destination:
        """Give the place, or the kind of place."""
        if self.entry is not None:
            return await known.place(self.entry)
        return self.destination or "other"


class FollowUpForm(Form):
    """The body of POST /signposts/{signpost_id}/follow-up."""

    took_up: TookUp
    followed_up_at: Instant


class SignpostLine(BaseModel):
    """A client was told where to go, and what is known to have come of it."""

    id: UUID
    case: UUID
    entry: UUID | None
    destination: Destination
    signposted_at: datetime
    took_up: TookUp | None
    followed_up_at: datetime | None


@router.post("/signposts", status_code=201, dependencies=[Depends(allows("signpost:write"))])
async def signpost_client(
    form: SignpostForm,
    signposts: Signposts,
    known: KnownDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note that a client was told where to go."""
    case = await known.case(form.case)
    command = SignpostClient(
        signpost=SignpostId(asked.new_id),
        case=case.case,
        client=case.client,
        programme=case.programme,
        to=await form.told_of(known),
        signposted_at=form.signposted_at,
        asked_at=asked.at,
    )
    recorded = await signposts.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.post(
    "/signposts/{signpost_id}/follow-up", dependencies=[Depends(allows("signpost:write"))]
)
async def follow_up_signpost(
    signpost_id: UUID,
    form: FollowUpForm,
    signposts: Signposts,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note whether the client went there. What was noted before stays, and is corrected."""
    command = FollowUpSignpost(
        took_up=form.took_up, followed_up_at=form.followed_up_at, asked_at=asked.at
    )
    return answer(await signposts.handle(signpost_id, command, asked=asked))


@router.get("/signposts", dependencies=[Depends(allows("signpost:read"))])
async def list_signposts(
    case: UUID,
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("signpost.list"))],
) -> Page[SignpostLine]:
    """List where the client of a case was told to go."""
    rows = await read.rows(
        _LIST, actor.programme, case, actor.worker, *paging.start(UUID), paging.limit + 1
    )
    look.at(*(row["client_id"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["signpost_id"],))


def _line(row: asyncpg.Record) -> SignpostLine:
    return SignpostLine(
        id=row["signpost_id"],
        case=row["case_id"],
        entry=row["entry_id"],
        destination=row["destination"],
        signposted_at=row["signposted_at"],
        took_up=row["took_up"],
        followed_up_at=row["followed_up_at"],
    )
