"""Transfers: a case is offered to another programme, which accepts or declines it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

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
    handlers_of,
)
from ht_plans.carrying import why_over
from ht_plans.domain.case.course_commands import OfferTransfer, TakeOfferBack
from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    TransferId,
    TransferNo,
    TransferReason,
)
from ht_plans.domain.transfer import AcceptTransfer, DeclineTransfer
from ht_plans.handling import Cases, Transfers
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, Instant, ShortText

router = APIRouter(tags=["transfers"])
MAY_WRITE = [Depends(allows("transfer:write"))]

_LIST = """
SELECT * FROM transfers
WHERE programme = $1
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = transfers.client
                    AND known_conflicts.worker = $2)
  AND ($3::timestamptz IS NULL OR (received_at, transfer_id) > ($3, $4::uuid))
ORDER BY received_at, transfer_id LIMIT $5
"""


class OfferForm(Form):
    """The body of POST /cases/{id}/transfer.

    `agreed_to_share`: the client agreed that another organisation hears of them. It is needed
    where another organisation leads the programme.
    """

    to_programme: ShortText
    reason: TransferReason
    agreed_to_share: bool = False
    offered_at: Instant


class TakeBackForm(Form):
    """The body of POST /cases/{id}/transfer/take-back."""

    taken_back_at: Instant


class AcceptForm(Form):
    """The body of POST /transfers/{id}/accept. `client`: who they are in this organisation."""

    client: UUID | None = None
    accepted_at: Instant


class DeclineForm(Form):
    """The body of POST /transfers/{id}/decline."""

    reason: TransferNo
    declined_at: Instant


class TransferLine(BaseModel):
    """A transfer that came to this programme, and its answer."""

    id: UUID
    from_organisation: str
    from_programme: str
    reason: str
    client: UUID | None
    received_at: datetime
    answer: str | None
    new_case: UUID | None
    declined: str | None
    answered_at: datetime | None


@router.post("/cases/{case_id}/transfer", status_code=201, dependencies=MAY_WRITE)
async def offer_transfer(
    case_id: UUID,
    *,
    form: OfferForm,
    cases: Cases,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Ask another programme to go on with the case. It stays here until they accept."""
    command = OfferTransfer(
        transfer=TransferId(asked.new_id),
        organisation=asked.actor.organisation,
        to_organisation=await facts.led_by(form.to_programme),
        to_programme=form.to_programme,
        reason=form.reason,
        agreed_to_share=form.agreed_to_share,
        offered_at=form.offered_at,
        now=asked.at,
    )
    recorded = await cases.handle(
        case_id, command, asked=asked, ids={"transfer": command.transfer}
    )
    return answer(recorded, created=True)


@router.post("/cases/{case_id}/transfer/take-back", dependencies=MAY_WRITE)
async def take_offer_back(
    case_id: UUID, form: TakeBackForm, cases: Cases, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Ask the other programme no longer, as long as no case has opened there."""
    command = TakeOfferBack(taken_back_at=form.taken_back_at, now=asked.at)
    return answer(await cases.handle(case_id, command, asked=asked))


@router.get("/transfers", dependencies=[Depends(allows("transfer:read"))])
async def list_transfers(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("transfer.list"))],
) -> Page[TransferLine]:
    """List what other programmes asked this one to go on with, the earliest first."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        actor.worker,
        *paging.start(datetime.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(
        rows, item=_line, key=lambda row: (row["received_at"], row["transfer_id"])
    )


@router.post("/transfers/{transfer_id}/accept", dependencies=MAY_WRITE)
async def accept_transfer(
    transfer_id: UUID,
    *,
    form: AcceptForm,
    request: Request,
    transfers: Transfers,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Go on with the case: a new one opens here in a moment, and the old one closes.

    Should the client have died or stopped, or the old case have ended, in that very moment,
    none opens: the transfer is then listed as declined.
    """
    transfer, _ = await transfers.read(transfer_id, actor=asked.actor)
    registered = form.client is not None and await facts.registered(form.client)
    received, over = transfer.received, None
    if received is not None:
        # Nothing is said of a client whom whoever asks cannot know of.
        client = form.client if registered else received.client
        over = await why_over(handlers_of(request), received, client, asked)
    command = AcceptTransfer(
        client=None if form.client is None else ClientId(form.client),
        registered=registered,
        new_case=CaseId(asked.new_id),
        over=over,
        accepted_at=form.accepted_at,
        now=asked.at,
    )
    recorded = await transfers.handle(
        transfer_id, command, asked=asked, ids={"case": command.new_case}
    )
    return answer(recorded)


@router.post("/transfers/{transfer_id}/decline", dependencies=MAY_WRITE)
async def decline_transfer(
    transfer_id: UUID,
    form: DeclineForm,
    transfers: Transfers,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Leave the case where it is."""
    command = DeclineTransfer(reason=form.reason, declined_at=form.declined_at, now=asked.at)
    return answer(await transfers.handle(transfer_id, command, asked=asked))


def _line(row: asyncpg.Record) -> TransferLine:
    return TransferLine(
        id=row["transfer_id"],
        from_organisation=row["from_organisation"],
        from_programme=row["from_programme"],
        reason=row["reason"],
        client=row["client"],
        received_at=row["received_at"],
        answer=row["answer"],
        new_case=row["new_case"],
        declined=row["declined"],
        answered_at=row["answered_at"],
    )
