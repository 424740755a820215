"""Many cases that move in one act: previewed, done, told to clients, and taken back."""

from dataclasses import replace
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
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    Reassignment,
    ReassignmentId,
    Told,
    WorkerId,
)
from ht_plans.domain.reassignment.commands import (
    ReassignCases,
    RecordWhatWasSaid,
    UndoReassignment,
)
from ht_plans.domain.reassignment.events import Move
from ht_plans.domain.reassignment.reassignment import MOST_AT_ONCE, Act, deal
from ht_plans.handling import Reassignments
from ht_plans.routes.facts import Facts, FactsDep
from ht_plans.routes.forms import Form, ToldForm

MOST_WORKERS = 500
Kept: TypeAlias = Literal["ended", "moved_on"]
"""Why a case stays where it is: it has ended, or somebody gave it to another since."""

router = APIRouter(prefix="/reassignments", tags=["reassignments"])
MAY_READ = [Depends(allows("reassignment:read"))]
MAY_WRITE = [Depends(allows("reassignment:write"))]

_LIST = """
SELECT *, coalesce(formers, ARRAY[former]) AS whose FROM reassignments
WHERE programme = $1
  AND ($2::timestamptz IS NULL OR (reassigned_at, reassignment_id) > ($2, $3::uuid))
ORDER BY reassigned_at, reassignment_id LIMIT $4
"""


class PreviewForm(Form):
    """The body of POST /reassignments/preview: whose cases, and who could take them.

    Where `formers` is empty it is everybody's in the programme but those who could take them.
    """

    formers: Annotated[tuple[UUID, ...], Field(max_length=MOST_WORKERS)]
    to: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_WORKERS)]


class MovesForm(Form):
    """Cases that go from one worker to another, and how their clients were told of it."""

    former: UUID
    to: UUID
    cases: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
    told: Told | None = None


class ReassignForm(Form):
    """The body of POST /reassignments: each case by name, as it was previewed.

    `beyond_cap`: whoever asks answers for caseloads beyond the programme's cap.
    """

    because: Reassignment
    moves: Annotated[tuple[MovesForm, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
    beyond_cap: bool = False


class MoveView(BaseModel):
    """One case of an act. `told` is what was said last; `to` nobody, if nobody may take it.

    `kept` says of an act that was taken back why a case did not go back, if it did not.
    """

    case: UUID
    client: UUID
    former: UUID
    to: UUID | None
    over_cap: bool = False
    told: str | None = None
    kept: Kept | None = None


class Preview(BaseModel):
    """What would come of it. Nothing has been written."""

    moves: list[MoveView]
    over_cap: list[UUID]


class ActLine(BaseModel):
    """An act that moved cases, and how far it has come."""

    id: UUID
    because: str
    formers: list[UUID]
    cases: int
    to_be_told: int
    reassigned_at: datetime
    carried_out_at: datetime | None
    undone_at: datetime | None
    given_back_at: datetime | None


class ActView(BaseModel):
    """An act with each of its cases."""

    id: UUID
    version: int
    because: str
    formers: list[UUID]
    beyond_cap: bool
    reassigned_at: datetime
    carried_out_at: datetime | None
    undone_at: datetime | None
    given_back_at: datetime | None
    moves: list[MoveView]


@router.post("/preview", dependencies=MAY_WRITE)
async def preview(
    form: PreviewForm,
    facts: FactsDep,
    look: Annotated[Look, Depends(looks("reassignment.preview"))],
) -> Preview:
    """Propose who takes each open case of some workers, or of all, and write nothing."""
    cap = (await facts.programme()).caseload_cap
    to = set(form.to) - set(form.formers)
    theirs = await (
        facts.open_cases(form.formers) if form.formers else facts.open_cases_of_all_but(to)
    )
    workers = await _workers(facts, to)
    moves = deal(theirs.items(), list(workers.values()), await facts.conflicts(workers))
    taker = {move.case: move.to for move in moves}
    full = {
        worker
        for worker, known in workers.items()
        if cap is not None and known.caseload + list(taker.values()).count(worker) > cap
    }
    look.at(*(each.client for each in theirs.values()))
    return Preview(
        moves=[
            MoveView(
                case=case,
                client=client,
                former=trainer,
                to=taker.get(case),
                over_cap=taker.get(case) in full,
            )
            for case, (client, trainer) in theirs.items()
        ],
        over_cap=sorted(full & set(taker.values())),
    )


@router.post("", status_code=201, dependencies=MAY_WRITE)
async def reassign(
    form: ReassignForm,
    acts: Reassignments,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Move these cases in one act. Each is moved in a moment; the act can be taken back."""
    if asked.actor.programme is None:
        raise NoSuchThing
    workers = await _workers(facts, {move.to for move in form.moves})
    command = ReassignCases(
        reassignment=ReassignmentId(asked.new_id),
        programme=asked.actor.programme,
        because=form.because,
        moves=tuple(
            Move(
                case=CaseId(case),
                client=ClientId(case),  # the rules put whose case it is in its place
                former=WorkerId(moves.former),
                to=WorkerId(moves.to),
                told=moves.told,
            )
            for moves in form.moves
            for case in moves.cases
        ),
        theirs=await facts.open_cases({moves.former for moves in form.moves}),
        workers=workers,
        too_close=await facts.conflicts(workers),
        cap=(await facts.programme()).caseload_cap,
        beyond_cap=form.beyond_cap,
        now=asked.at,
    )
    return answer(await acts.create(command.reassignment, command, asked=asked), created=True)


@router.get("", dependencies=[*MAY_READ, Depends(shows_nobody)])
async def list_acts(read: ReadDep, actor: ActorDep, paging: PagingDep) -> Page[ActLine]:
    """List the acts that moved cases in the programme, the earliest first."""
    rows = await read.rows(
        _LIST, actor.programme, *paging.start(datetime.fromisoformat, UUID), paging.limit + 1
    )
    return paging.page(
        rows, item=_line, key=lambda row: (row["reassigned_at"], row["reassignment_id"])
    )


@router.get("/{reassignment_id}", dependencies=MAY_READ)
async def read_act(
    reassignment_id: UUID,
    acts: Reassignments,
    actor: ActorDep,
    facts: FactsDep,
    look: Annotated[Look, Depends(looks("reassignment.view"))],
) -> ActView:
    """Show an act: each case, whom it went to, and how the client was told."""
    act, version = await acts.read(reassignment_id, actor=actor)
    ordered, hidden = act.begun(), await facts.hidden()
    moves = [move for move in ordered.moves if move.client not in hidden]
    look.at(*(move.client for move in moves))
    told = {case: each.told for case, each in act.told.items()}
    kept = await _kept(act, facts)
    return ActView(
        id=reassignment_id,
        version=version,
        because=ordered.because,
        formers=sorted({ordered.whose(move) for move in ordered.moves}),
        beyond_cap=ordered.beyond_cap,
        reassigned_at=ordered.reassigned_at,
        carried_out_at=act.carried_out.carried_out_at if act.carried_out else None,
        undone_at=act.undone.undone_at if act.undone else None,
        given_back_at=act.given_back.given_back_at if act.given_back else None,
        moves=[
            MoveView(
                case=move.case,
                client=move.client,
                former=ordered.whose(move),
                to=move.to,
                over_cap=move.over_cap,
                told=told.get(move.case, move.told),
                kept=kept.get(move.case),
            )
            for move in moves
        ],
    )


@router.post("/{reassignment_id}/told", dependencies=MAY_WRITE)
async def record_told(
    reassignment_id: UUID,
    *,
    form: ToldForm,
    acts: Reassignments,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say how a client was told who supports them from now on."""
    command = RecordWhatWasSaid(
        case=CaseId(form.case),
        told=form.told,
        told_at=form.told_at,
        hidden=await facts.hidden(),
    )
    return answer(await acts.handle(reassignment_id, command, asked=asked))


@router.post("/{reassignment_id}/undo", dependencies=MAY_WRITE)
async def undo(
    reassignment_id: UUID, acts: Reassignments, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Take the act back: each case goes back, but for those that somebody moved on since."""
    command = UndoReassignment(now=asked.at)
    return answer(await acts.handle(reassignment_id, command, asked=asked))


async def _kept(act: Act, facts: Facts) -> dict[UUID, Kept]:
    """Say which cases did not go back, and why, once all others are back."""
    if act.given_back is None:
        return {}
    ordered = act.begun()
    former = {move.case: ordered.whose(move) for move in ordered.moves}
    there = await facts.where_they_are(former)
    return {
        case: "ended" if ended else "moved_on"
        for case, (trainer, ended) in there.items()
        if trainer != former[CaseId(case)]
    }


async def _workers(facts: Facts, ids: set[UUID]) -> dict[WorkerId, Worker]:
    return {
        WorkerId(each): replace(await facts.worker(each), caseload=await facts.caseload(each))
        for each in sorted(ids)
    }


def _line(row: asyncpg.Record) -> ActLine:
    return ActLine(
        id=row["reassignment_id"],
        because=row["because"],
        formers=row["whose"],
        cases=row["cases"],
        to_be_told=row["to_be_told"],
        reassigned_at=row["reassigned_at"],
        carried_out_at=row["carried_out_at"],
        undone_at=row["undone_at"],
        given_back_at=row["given_back_at"],
    )
