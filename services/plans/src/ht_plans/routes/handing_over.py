"""Many cases that another programme is to go on with: previewed, done, told, taken back."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.decider import NoSuchThing
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
from ht_kit.ids import new_id
from ht_kit.reading import Reads
from ht_plans.domain.case.handing_over import NoSuchProgramme, TransferToItself
from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    HandoverId,
    Told,
    TransferId,
    TransferReason,
)
from ht_plans.domain.handover.commands import (
    HandOverCases,
    RecordWhatClientWasTold,
    TakeHandoverBack,
)
from ht_plans.domain.handover.events import Offered
from ht_plans.domain.handover.handover import MOST_AT_ONCE
from ht_plans.handling import Handovers
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, ShortText, ToldForm

Stands: TypeAlias = Literal["waiting", "gone_on", "stayed"]
"""Of a case of an act: nobody has answered yet, it goes on in another programme, or is here.

One that was declined, and then offered and accepted elsewhere, goes on in another one too.
"""

router = APIRouter(prefix="/handovers", tags=["handovers"])
MAY_READ = [Depends(allows("handover:read"))]
MAY_WRITE = [Depends(allows("handover:write"))]

_OPEN = """
SELECT case_id, client, trainer, transfer FROM cases
WHERE programme = $1 AND closed_at IS NULL AND withdrawn_at IS NULL AND NOT import_undone
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = cases.client AND known_conflicts.worker = $2)
ORDER BY trainer, case_id
"""
_STAND = """
SELECT case_id, transfer, closed_at IS NOT NULL AND closure = '08' AS gone_on, closed_at
FROM cases WHERE case_id = ANY($1::uuid[])
"""
_LIST = """
SELECT * FROM handovers
WHERE programme = $1
  AND ($2::timestamptz IS NULL OR (handed_over_at, handover_id) > ($2, $3::uuid))
ORDER BY handed_over_at, handover_id LIMIT $4
"""


class PreviewForm(Form):
    """The body of POST /handovers/preview."""

    to_programme: ShortText


class OffersForm(Form):
    """Cases of an act, whether their clients agreed to be heard of there, and how they know.

    `agreed_to_share` is needed where another organisation leads the other programme.
    """

    cases: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
    told: Told
    agreed_to_share: bool = False


class HandOverForm(Form):
    """The body of POST /handovers: each case by name, as it was previewed."""

    to_programme: ShortText
    reason: TransferReason
    offers: Annotated[tuple[OffersForm, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class OpenCaseView(BaseModel):
    """An open case. One that is `offered` to a programme already cannot be handed over."""

    case: UUID
    client: UUID
    trainer: UUID | None
    offered: bool


class Preview(BaseModel):
    """What could be handed over. Nothing has been written."""

    to_organisation: str
    agreement_needed: bool
    cases: list[OpenCaseView]


class OfferView(BaseModel):
    """One case of an act. `told` is what was said last."""

    case: UUID
    client: UUID
    transfer: UUID
    agreed_to_share: bool
    told: str
    stands: Stands


class HandoverLine(BaseModel):
    """An act that handed cases over, and how far it has come."""

    id: UUID
    to_organisation: str
    to_programme: str
    reason: str
    cases: int
    to_be_told: int
    handed_over_at: datetime
    carried_out_at: datetime | None
    taken_back_at: datetime | None
    ended_at: datetime | None


class HandoverView(BaseModel):
    """An act with each of its cases."""

    id: UUID
    version: int
    to_organisation: str
    to_programme: str
    reason: str
    handed_over_at: datetime
    carried_out_at: datetime | None
    taken_back_at: datetime | None
    ended_at: datetime | None
    offers: list[OfferView]


@router.post("/preview", dependencies=MAY_WRITE)
async def preview(
    form: PreviewForm,
    *,
    read: ReadDep,
    actor: ActorDep,
    facts: FactsDep,
    look: Annotated[Look, Depends(looks("handover.preview"))],
) -> Preview:
    """Show which open cases could be handed over to a programme, and write nothing."""
    leader = await facts.led_by(form.to_programme)
    if leader is None:
        raise NoSuchProgramme
    if form.to_programme == actor.programme:
        raise TransferToItself
    rows = await read.rows(_OPEN, actor.programme, actor.worker)
    look.at(*(row["client"] for row in rows))
    return Preview(
        to_organisation=leader,
        agreement_needed=leader != actor.organisation,
        cases=[
            OpenCaseView(
                case=row["case_id"],
                client=row["client"],
                trainer=row["trainer"],
                offered=row["transfer"] is not None,
            )
            for row in rows
        ],
    )


@router.post("", status_code=201, dependencies=MAY_WRITE)
async def hand_over(
    form: HandOverForm,
    *,
    acts: Handovers,
    read: ReadDep,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Ask another programme to go on with these cases: each is offered in a moment."""
    actor = asked.actor
    if actor.programme is None:
        raise NoSuchThing
    rows = await read.rows(_OPEN, actor.programme, actor.worker)
    command = HandOverCases(
        handover=HandoverId(asked.new_id),
        organisation=actor.organisation,
        programme=actor.programme,
        to_organisation=await facts.led_by(form.to_programme),
        to_programme=form.to_programme,
        reason=form.reason,
        offers=tuple(
            Offered(
                case=CaseId(case),
                client=ClientId(case),  # the rules put whose case it is in its place
                transfer=TransferId(new_id()),
                agreed_to_share=offers.agreed_to_share,
                told=offers.told,
            )
            for offers in form.offers
            for case in offers.cases
        ),
        open_cases={
            CaseId(row["case_id"]): ClientId(row["client"])
            for row in rows
            if row["transfer"] is None
        },
        now=asked.at,
    )
    return answer(await acts.create(command.handover, command, asked=asked), created=True)


@router.get("", dependencies=[*MAY_READ, Depends(shows_nobody)])
async def list_handovers(
    read: ReadDep, actor: ActorDep, paging: PagingDep
) -> Page[HandoverLine]:
    """List the acts that handed cases of the programme over, the earliest first."""
    rows = await read.rows(
        _LIST, actor.programme, *paging.start(datetime.fromisoformat, UUID), paging.limit + 1
    )
    return paging.page(
        rows, item=_line, key=lambda row: (row["handed_over_at"], row["handover_id"])
    )


@router.get("/{handover_id}", dependencies=MAY_READ)
async def read_handover(
    handover_id: UUID,
    *,
    acts: Handovers,
    actor: ActorDep,
    read: ReadDep,
    facts: FactsDep,
    look: Annotated[Look, Depends(looks("handover.view"))],
) -> HandoverView:
    """Show an act: each case, how it stands, and how its client was told."""
    act, version = await acts.read(handover_id, actor=actor)
    ordered, hidden = act.begun(), await facts.hidden()
    offers = [offer for offer in ordered.offers if offer.client not in hidden]
    look.at(*(offer.client for offer in offers))
    told = {case: each.told for case, each in act.told.items()}
    stands = await _stands(offers, read)
    return HandoverView(
        id=handover_id,
        version=version,
        to_organisation=ordered.to_organisation,
        to_programme=ordered.to_programme,
        reason=ordered.reason,
        handed_over_at=ordered.handed_over_at,
        carried_out_at=act.carried_out.carried_out_at if act.carried_out else None,
        taken_back_at=act.taken_back.taken_back_at if act.taken_back else None,
        ended_at=act.ended.ended_at if act.ended else None,
        offers=[
            OfferView(
                case=offer.case,
                client=offer.client,
                transfer=offer.transfer,
                agreed_to_share=offer.agreed_to_share,
                told=told.get(offer.case, offer.told),
                stands=stands[offer.case] if act.carried_out else "waiting",
            )
            for offer in offers
        ],
    )


@router.post("/{handover_id}/told", dependencies=MAY_WRITE)
async def record_told(
    handover_id: UUID,
    *,
    form: ToldForm,
    acts: Handovers,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say how a client was told who is to support them."""
    command = RecordWhatClientWasTold(
        case=CaseId(form.case),
        told=form.told,
        told_at=form.told_at,
        hidden=await facts.hidden(),
    )
    return answer(await acts.handle(handover_id, command, asked=asked))


@router.post("/{handover_id}/take-back", dependencies=MAY_WRITE)
async def take_back(
    handover_id: UUID, acts: Handovers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Take the act back: what the other programme has not accepted is offered no more."""
    command = TakeHandoverBack(now=asked.at)
    return answer(await acts.handle(handover_id, command, asked=asked))


async def _stands(offers: list[Offered], read: Reads) -> dict[CaseId, Stands]:
    rows = await read.rows(_STAND, [offer.case for offer in offers])
    found = {row["case_id"]: row for row in rows}
    return {offer.case: _how(offer, found[offer.case]) for offer in offers}


def _how(offer: Offered, row: asyncpg.Record) -> Stands:
    if row["gone_on"]:
        return "gone_on"
    waits = row["closed_at"] is None and row["transfer"] == offer.transfer
    return "waiting" if waits else "stayed"


def _line(row: asyncpg.Record) -> HandoverLine:
    return HandoverLine(
        id=row["handover_id"],
        to_organisation=row["to_organisation"],
        to_programme=row["to_programme"],
        reason=row["reason"],
        cases=row["cases"],
        to_be_told=row["to_be_told"],
        handed_over_at=row["handed_over_at"],
        carried_out_at=row["carried_out_at"],
        taken_back_at=row["taken_back_at"],
        ended_at=row["ended_at"],
    )
