"""Following what became of onward referrals: answers come in, lists and details go out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from ht_contracts.codes import (
    Channel,
    Destination,
    DisclosureGround,
    OnwardOutcome,
    OnwardReason,
    RejectedBecause,
    ToldOfSending,
)
from ht_kit.audit import Look, looks
from ht_kit.decider import Shown
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
from ht_referrals.domain.commands import RecordAnswer
from ht_referrals.domain.events import (
    ReferralOutcomeRecorded,
    ReferralSent,
    ReferralSentWithoutConsent,
)
from ht_referrals.domain.onward_state import Onward
from ht_referrals.domain.words import ShownStatus
from ht_referrals.handling import Onwards
from ht_referrals.routes.forms import Form, Instant

router = APIRouter(tags=["onward referrals"])

_LIST = """
SELECT referral_id, case_id, client_id, entry_id, destination, recipient, status,
       drafted_at, sent_at
FROM onward_referrals
WHERE programme = $1 AND ($2::uuid IS NULL OR case_id = $2)
  AND ($3::text IS NULL OR status = $3)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client_id = onward_referrals.client_id
                    AND known_conflicts.worker_id = $4)
  AND ($5::uuid IS NULL OR referral_id > $5)
ORDER BY referral_id LIMIT $6
"""


class AnswerForm(Form):
    """The body of POST /onward-referrals/{referral_id}/answers."""

    answer: Literal["acknowledged"] | OnwardOutcome
    answered_at: Instant
    how: Channel
    because: RejectedBecause | None = None


class ReferralLine(BaseModel):
    """A line in the list of onward referrals.

    It is shown as `unanswered` when fourteen days went by; it still takes an answer.
    """

    id: UUID
    case: UUID
    entry: UUID
    destination: Destination
    recipient: str
    status: ShownStatus
    drafted_at: datetime
    sent_at: datetime | None


class Outcome(BaseModel):
    """What the receiving service said, and whether it said so late."""

    outcome: OnwardOutcome
    late: bool
    how: Channel
    answered_at: datetime
    because: RejectedBecause | None


class WithoutConsent(BaseModel):
    """On what ground the referral went without consent, why, and who was told."""

    ground: DisclosureGround
    why: str | None
    told: list[ToldOfSending]


class ReferralDetails(ReferralLine):
    """An onward referral with what was written and what was heard."""

    client: UUID
    reason: OnwardReason
    summary: str | None
    consent: UUID | None
    without_consent: WithoutConsent | None
    outcomes: list[Outcome]
    version: int
    erased: bool


@router.post(
    "/onward-referrals/{referral_id}/answers", dependencies=[Depends(allows("onward:answer"))]
)
async def record_answer(
    referral_id: UUID, form: AnswerForm, onwards: Onwards, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Enter what the receiving service said, on its behalf."""
    command = RecordAnswer(
        answer=form.answer,
        how=form.how,
        answered_at=form.answered_at,
        asked_at=asked.at,
        because=form.because,
    )
    return answer(await onwards.handle(referral_id, command, asked=asked))


@router.get("/onward-referrals", dependencies=[Depends(allows("onward:list"))])
async def list_referrals(
    *,
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("onward.list"))],
    case: UUID | None = None,
    status: ShownStatus | None = None,
) -> Page[ReferralLine]:
    """List the programme's onward referrals."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        case,
        status,
        actor.worker,
        *paging.start(UUID),
        paging.limit + 1,
    )
    look.at(*(row["client_id"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["referral_id"],))


@router.get("/onward-referrals/{referral_id}", dependencies=[Depends(allows("onward:read"))])
async def show_referral(
    referral_id: UUID,
    onwards: Onwards,
    actor: ActorDep,
    response: Response,
    look: Annotated[Look, Depends(looks("onward.view"))],
) -> ReferralDetails:
    """Show an onward referral, with what was written."""
    shown = await onwards.show(referral_id, actor=actor)
    look.at(shown.state.draft().client)
    response.headers["ETag"] = f'"{shown.version}"'
    return _details(shown)


def _details(shown: Shown[Onward]) -> ReferralDetails:
    onward = shown.state
    draft, sent = onward.draft(), onward.sent
    return ReferralDetails(
        id=draft.referral,
        case=draft.case,
        client=draft.client,
        entry=draft.entry,
        destination=draft.destination,
        recipient=draft.recipient,
        reason=draft.reason,
        summary=draft.summary,
        status=onward.shown_status,
        drafted_at=draft.drafted_at,
        sent_at=sent.sent_at if sent else None,
        consent=sent.consent if isinstance(sent, ReferralSent) else None,
        without_consent=WithoutConsent(ground=sent.ground, why=sent.why, told=list(sent.told))
        if isinstance(sent, ReferralSentWithoutConsent)
        else None,
        outcomes=[
            Outcome(
                outcome=told.outcome,
                late=told.late,
                how=told.how,
                answered_at=told.answered_at,
                because=told.because,
            )
            for told in onward.heard
            if isinstance(told, ReferralOutcomeRecorded)
        ],
        version=shown.version,
        erased=shown.erased,
    )


def _line(row: asyncpg.Record) -> ReferralLine:
    return ReferralLine(
        id=row["referral_id"],
        case=row["case_id"],
        entry=row["entry_id"],
        destination=row["destination"],
        recipient=row["recipient"],
        status=row["status"],
        drafted_at=row["drafted_at"],
        sent_at=row["sent_at"],
    )
