"""Sending without consent, where somebody would come to harm, and showing who did so."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ht_contracts.codes import Destination, DisclosureGround, ToldOfSending
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
from ht_referrals.domain.commands import SendWithoutConsent
from ht_referrals.handling import Onwards
from ht_referrals.routes.forms import Form, FreeText, Instant
from ht_referrals.routes.known import KnownDep

router = APIRouter(tags=["onward referrals"])

_LIST = """
SELECT referral_id, programme, case_id, client_id, destination, recipient, ground, told, sent_at
FROM onward_referrals
WHERE ground IS NOT NULL AND ($1::text IS NULL OR programme = $1)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client_id = onward_referrals.client_id
                    AND known_conflicts.worker_id = $2)
  AND ($3::uuid IS NULL OR referral_id > $3)
ORDER BY referral_id LIMIT $4
"""


class SendWithoutConsentForm(Form):
    """The body of POST /onward-referrals/{referral_id}/send-without-consent."""

    ground: DisclosureGround
    why: FreeText
    told: Annotated[frozenset[ToldOfSending], Field(min_length=1)]
    sent_at: Instant


class LineWithoutConsent(BaseModel):
    """A client's details went somewhere without their consent, and on what ground."""

    id: UUID
    programme: str
    case: UUID
    client: UUID
    destination: Destination
    recipient: str
    ground: DisclosureGround
    told: list[ToldOfSending]
    sent_at: datetime


@router.post(
    "/onward-referrals/{referral_id}/send-without-consent",
    dependencies=[Depends(allows("onward:override"))],
)
async def send_without_consent(
    referral_id: UUID,
    form: SendWithoutConsentForm,
    *,
    onwards: Onwards,
    known: KnownDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Send a referral without consent, for safeguarding or vital interests, on record."""
    onward, _ = await onwards.read(referral_id, actor=asked.actor)
    draft = onward.draft()
    command = SendWithoutConsent(
        to=await known.place(draft.entry),
        ground=form.ground,
        why=form.why,
        told=form.told,
        sent_at=form.sent_at,
        asked_at=asked.at,
        case_closed_at=await known.closed_at(draft.case),
        client_has_died=await known.has_died(draft.client),
    )
    return answer(await onwards.handle(referral_id, command, asked=asked))


@router.get(
    "/onward-referrals/without-consent", dependencies=[Depends(allows("onward:review"))]
)
async def list_without_consent(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("onward.without-consent"))],
) -> Page[LineWithoutConsent]:
    """List what was sent without consent, for whoever has to look at each."""
    start = paging.start(UUID)
    rows = await read.rows(_LIST, actor.programme, actor.worker, *start, paging.limit + 1)
    look.at(*(row["client_id"] for row in rows[: paging.limit]))
    return paging.page(rows, item=_line, key=lambda row: (row["referral_id"],))


def _line(row: asyncpg.Record) -> LineWithoutConsent:
    return LineWithoutConsent(
        id=row["referral_id"],
        programme=row["programme"],
        case=row["case_id"],
        client=row["client_id"],
        destination=row["destination"],
        recipient=row["recipient"],
        ground=row["ground"],
        told=row["told"],
        sent_at=row["sent_at"],
    )
