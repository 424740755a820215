"""Household and group sessions: one slot for several people."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, model_validator

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
from ht_plans.domain.codes import (
    AskedBy,
    CaseId,
    LocalPlace,
    Medium,
    Place,
    SharedKind,
    SharedSessionId,
    SizeCorrectedBecause,
    WorkerId,
)
from ht_plans.domain.together.commands import (
    BookSharedSession,
    CancelSharedSession,
    CorrectSize,
    HoldSharedSession,
    RescheduleSharedSession,
)
from ht_plans.domain.together.events import Member
from ht_plans.handling import Cases, SharedSessions
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, Instant, Minutes
from ht_plans.routes.hiding import HIDING
from ht_plans.routes.knowing_together import TogetherDep
from ht_plans.routes.meeting import saying_who_is_busy
from ht_plans.routes.sessionviews import MoveView

router = APIRouter(prefix="/shared-sessions", tags=["household and group sessions"])

_WRITES = [Depends(allows("session:write"))]
_READS = [Depends(allows("shared-session:read"))]
_LIST = """
SELECT shared, kind, medium, place, planned_start, minutes, worker, started_at, size, status
FROM shared_sessions WHERE programme = $1
  AND NOT EXISTS (SELECT FROM shared_members JOIN known_conflicts USING (client)
                  WHERE shared_members.shared = shared_sessions.shared
                    AND known_conflicts.worker = $2)
  AND ($3::uuid IS NULL OR shared > $3)
ORDER BY shared LIMIT $4
"""
_WHO = """
SELECT case_id, client, max(attendance) AS attendance FROM (
    SELECT case_id, client, NULL AS attendance FROM shared_members WHERE shared = $1
    UNION ALL
    SELECT case_id, client, attendance FROM shared_attendances WHERE shared = $1) AS parts
WHERE NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = parts.client AND known_conflicts.worker = $2)
GROUP BY case_id, client ORDER BY case_id
"""
Size = Annotated[int, Field(ge=1, le=1000)]


class BookSharedForm(Form):
    """The body of POST /shared-sessions. A household names its cases, a group names nobody."""

    kind: SharedKind
    medium: Medium
    place: Place | None = None
    local_place: LocalPlace | None = None
    planned_start: Instant
    minutes: Minutes | None = None
    worker: UUID | None = None
    cases: Annotated[tuple[UUID, ...], Field(max_length=12)] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.cases)) != len(self.cases):
            raise ValueError("a case is named once")
        return self


class RescheduleSharedForm(Form):
    """The body of POST /shared-sessions/{id}/reschedule."""

    planned_start: Instant
    minutes: Minutes | None = None
    asked_by: AskedBy


class HeldForm(Form):
    """The body of POST /shared-sessions/{id}/held: `size` counts everybody who came."""

    medium: Medium
    place: Place
    local_place: LocalPlace | None = None
    started_at: Instant
    duration_minutes: Minutes
    size: Size


class SizeForm(Form):
    """The body of POST /shared-sessions/{id}/size."""

    size: Size
    because: SizeCorrectedBecause


class CancelSharedForm(Form):
    """The body of POST /shared-sessions/{id}/cancel: by those to come (2), by us (4)."""

    attendance: Literal["2", "4"]


class SharedLine(BaseModel):
    """A household or group session, without whose it is."""

    id: UUID
    kind: str
    medium: str
    place: str | None
    planned_start: datetime
    minutes: int | None
    worker: UUID | None
    started_at: datetime | None
    size: int | None
    status: str


class PartView(BaseModel):
    """One client's part: how they attended is told by their own case, and so is any note."""

    case: UUID
    client: UUID
    attendance: str | None


class SharedView(SharedLine):
    """A household or group session, with whose it is."""

    version: int
    moves: list[MoveView]
    parts: list[PartView]


@router.post("", status_code=201, dependencies=_WRITES)
async def book_shared_session(
    *,
    form: BookSharedForm,
    cases: Cases,
    sessions: SharedSessions,
    facts: FactsDep,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Arrange one slot for a household, or for a group. Nobody of them is booked twice."""
    if asked.actor.programme is None:
        raise NoSuchThing
    await HIDING.refuse("case_id", form.cases, read, asked.actor)
    members = []
    for case_id in form.cases:
        case, _ = await cases.read(case_id, actor=asked.actor)
        opened = case.taking_part(form.planned_start)
        members.append(Member(case=CaseId(case_id), client=opened.client))
    command = BookSharedSession(
        session=SharedSessionId(asked.new_id),
        programme=asked.actor.programme,
        kind=form.kind,
        medium=form.medium,
        place=form.place,
        local_place=form.local_place,
        planned_start=form.planned_start,
        minutes=form.minutes,
        worker=None if form.worker is None else WorkerId(form.worker),
        members=tuple(members),
        too_close=frozenset[WorkerId]().union(
            *[await facts.who_is_too_close(case_id) for case_id in form.cases]
        ),
    )
    with saying_who_is_busy():
        return answer(await sessions.create(asked.new_id, command, asked=asked), created=True)


@router.post("/{shared_id}/reschedule", dependencies=_WRITES)
async def reschedule_shared_session(
    shared_id: UUID,
    form: RescheduleSharedForm,
    sessions: SharedSessions,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Move it for all. When it was to be before stays in the history."""
    command = RescheduleSharedSession(
        planned_start=form.planned_start,
        minutes=form.minutes,
        asked_by=form.asked_by,
        now=asked.at,
    )
    with saying_who_is_busy():
        return answer(await sessions.handle(shared_id, command, asked=asked))


@router.post("/{shared_id}/held", dependencies=_WRITES)
async def hold_shared_session(
    *,
    shared_id: UUID,
    form: HeldForm,
    sessions: SharedSessions,
    together: TogetherDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that it took place, and how many came: only counted, whoever is no client."""
    command = HoldSharedSession(
        medium=form.medium,
        place=form.place,
        local_place=form.local_place,
        started_at=form.started_at,
        duration_minutes=form.duration_minutes,
        size=form.size,
        attending=await together.attending(shared_id),
        now=asked.at,
    )
    return answer(await sessions.handle(shared_id, command, asked=asked))


@router.post("/{shared_id}/size", dependencies=_WRITES)
async def correct_size(
    *,
    shared_id: UUID,
    form: SizeForm,
    sessions: SharedSessions,
    together: TogetherDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Put right how many people came."""
    command = CorrectSize(
        size=form.size,
        because=form.because,
        attending=await together.attending(shared_id),
        now=asked.at,
    )
    return answer(await sessions.handle(shared_id, command, asked=asked))


@router.post("/{shared_id}/cancel", dependencies=_WRITES)
async def cancel_shared_session(
    shared_id: UUID,
    form: CancelSharedForm,
    sessions: SharedSessions,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Call it off for all. Who missed it alone is recorded in their own case."""
    command = CancelSharedSession(attendance=form.attendance, now=asked.at)
    return answer(await sessions.handle(shared_id, command, asked=asked))


@router.get("", dependencies=[*_READS, Depends(shows_nobody)])
async def list_shared_sessions(
    read: ReadDep, actor: ActorDep, paging: PagingDep
) -> Page[SharedLine]:
    """List the programme's household and group sessions, without whose they are."""
    rows = await read.rows(
        _LIST, actor.programme, actor.worker, *paging.start(UUID), paging.limit + 1
    )
    return paging.page(rows, item=_line, key=lambda row: (row["shared"],))


@router.get("/{shared_id}", dependencies=_READS)
async def read_shared_session(
    *,
    shared_id: UUID,
    sessions: SharedSessions,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("shared_session.view"))],
) -> SharedView:
    """Show one, and who of the programme's clients had a part in it."""
    shared, version = await sessions.read(shared_id, actor=actor)
    booked, held = shared.known(), shared.held
    rows = await read.rows(_WHO, shared_id, actor.worker)
    look.at(*(row["client"] for row in rows))
    return SharedView(
        id=shared_id,
        version=version,
        kind=booked.kind,
        medium=held.medium if held else booked.medium,
        place=held.place if held else booked.place,
        planned_start=booked.planned_start,
        minutes=booked.minutes,
        worker=booked.worker,
        started_at=held.started_at if held else None,
        size=held.size if held else None,
        status=shared.status,
        moves=[
            MoveView(
                planned_start=move.planned_start,
                asked_by=move.asked_by,
                rescheduled_at=move.rescheduled_at,
            )
            for move in shared.moves
        ],
        parts=[
            PartView(case=row["case_id"], client=row["client"], attendance=row["attendance"])
            for row in rows
        ],
    )


def _line(row: asyncpg.Record) -> SharedLine:
    return SharedLine(
        id=row["shared"],
        kind=row["kind"],
        medium=row["medium"],
        place=row["place"],
        planned_start=row["planned_start"],
        minutes=row["minutes"],
        worker=row["worker"],
        started_at=row["started_at"],
        size=row["size"],
        status=row["status"],
    )
