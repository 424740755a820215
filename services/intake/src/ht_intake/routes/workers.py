"""Registering workers, and saying what they may be in which programme."""

from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ht_contracts.codes import Accreditation
from ht_contracts.envelope import Slug
from ht_intake.domain.codes import Role
from ht_intake.domain.worker.membership import JoinProgramme, LeaveProgramme
from ht_intake.domain.worker.worker import RecordAccreditation, RegisterWorker
from ht_intake.handling import Memberships, Workers, membership_id
from ht_intake.routes.forms import Day, Form, Name, SignIn, SlugInPath
from ht_kit.audit import Look, looks
from ht_kit.clock import london_day
from ht_kit.decider import NoSuchThing
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    SealingDep,
    allows,
)

router = APIRouter(tags=["registers"])

_ORGANISATION = "SELECT 1 FROM organisation WHERE slug = $1"
_WORKER = "SELECT employer, left_on FROM sign_in WHERE worker = $1"
_LENT = """
SELECT lending FROM lending
WHERE worker = $1 AND host = $2 AND from_on <= $3
  AND (last_on IS NULL OR last_on >= greatest($3, $4::date))
"""
_PROGRAMME = "SELECT 1 FROM programme WHERE programme = $1 AND organisation = $2"
_LIST = """
SELECT worker, sign_in, name, employer, accreditations, left_on FROM worker
WHERE $1::uuid IS NULL OR worker > $1 ORDER BY worker LIMIT $2
"""
_MEMBERSHIPS = """
SELECT worker, led_by, programme, roles, joined_on, left_on FROM membership
WHERE worker = ANY ($1::uuid[]) ORDER BY worker, programme
"""


class WorkerForm(Form):
    """The body of POST /workers."""

    sign_in: SignIn
    name: Name
    employer: Slug


class AccreditationForm(Form):
    """The body of POST /workers/{worker_id}/accreditations."""

    accreditation: Accreditation
    on: Day
    expires_on: Day | None = None


class JoinForm(Form):
    """The body of POST /workers/{worker_id}/programmes."""

    programme: Slug
    roles: Annotated[frozenset[Role], Field(min_length=1)]
    on: Annotated[Day, Field(alias="from")]


class LeaveForm(Form):
    """The body of POST /workers/{worker_id}/programmes/{programme_slug}/leave."""

    on: Day


class MembershipLine(BaseModel):
    """What a worker is in one programme, from one day to another."""

    organisation: Slug
    programme: Slug
    roles: list[Role]
    joined_on: date
    left_on: date | None


class WorkerLine(BaseModel):
    """A line in the list of an organisation's workers."""

    id: UUID
    sign_in: str
    name: str | None
    employer: Slug
    accreditations: list[Accreditation]
    memberships: list[MembershipLine]
    left_on: date | None


@router.post("/workers", status_code=201, dependencies=[Depends(allows("worker:write"))])
async def register_worker(
    form: WorkerForm, workers: Workers, read: ReadDep, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Add somebody to the register. Their id is what their tokens will name them by."""
    own = form.employer == asked.actor.organisation
    command = RegisterWorker(
        worker=asked.new_id,
        sign_in=form.sign_in,
        name=form.name,
        employer=form.employer,
        employer_known=own or await read.row(_ORGANISATION, form.employer) is not None,
    )
    recorded = await workers.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.post(
    "/workers/{worker_id}/accreditations", dependencies=[Depends(allows("worker:write"))]
)
async def accredit_worker(
    worker_id: UUID,
    form: AccreditationForm,
    workers: Workers,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note what a worker may do by their training."""
    command = RecordAccreditation(
        accreditation=form.accreditation,
        on=form.on,
        expires_on=form.expires_on,
        asked_at=asked.at,
    )
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.post(
    "/workers/{worker_id}/programmes",
    status_code=201,
    dependencies=[Depends(allows("worker:write"))],
)
async def join_programme(
    *,
    worker_id: UUID,
    form: JoinForm,
    memberships: Memberships,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Give somebody whom the organisation employs, or is lent, roles in its programme."""
    known = await read.row(_WORKER, worker_id)
    if known is None:
        raise NoSuchThing
    led_by = asked.actor.organisation
    today = london_day(asked.at)  # roles that are over already are given to nobody
    lent = await read.row(_LENT, worker_id, led_by, form.on, today)
    left_on = known["left_on"]
    command = JoinProgramme(
        worker=worker_id,
        organisation=led_by,
        programme=form.programme,
        programme_known=await read.row(_PROGRAMME, form.programme, led_by) is not None,
        roles=form.roles,
        on=form.on,
        employed_here=known["employer"] == led_by,
        lending=lent["lending"] if lent else None,
        has_left=left_on is not None and left_on <= max(form.on, today),
    )
    recorded = await memberships.create(
        membership_id(worker_id, form.programme), command, asked=asked
    )
    return answer(recorded, created=True)


@router.post(
    "/workers/{worker_id}/programmes/{programme_slug}/leave",
    dependencies=[Depends(allows("worker:write"))],
)
async def leave_programme(
    *,
    worker_id: UUID,
    programme_slug: SlugInPath,
    form: LeaveForm,
    memberships: Memberships,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """End what a worker does in a programme of the organisation."""
    membership = membership_id(worker_id, programme_slug)
    command = LeaveProgramme(on=form.on)
    return answer(await memberships.handle(membership, command, asked=asked))


@router.get("/workers", dependencies=[Depends(allows("worker:read"))])
async def list_workers(
    read: ReadDep,
    sealing: SealingDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("worker.list"))],
) -> Page[WorkerLine]:
    """List the workers that the actor's organisation has registered."""
    look.at()
    rows = await read.rows(_LIST, *paging.start(UUID), paging.limit + 1)
    opened = await sealing.open_rows(actor.organisation, "worker", map(dict, rows))
    names = {row["worker"]: row["name"] for row in opened}
    held = await read.rows(_MEMBERSHIPS, list(names))
    return paging.page(
        rows,
        item=lambda row: WorkerLine(
            id=row["worker"],
            sign_in=row["sign_in"],
            name=names[row["worker"]],
            employer=row["employer"],
            accreditations=row["accreditations"],
            memberships=[_held(each) for each in held if each["worker"] == row["worker"]],
            left_on=row["left_on"],
        ),
        key=lambda row: (row["worker"],),
    )


def _held(row: asyncpg.Record) -> MembershipLine:
    return MembershipLine(
        organisation=row["led_by"],
        programme=row["programme"],
        roles=row["roles"],
        joined_on=row["joined_on"],
        left_on=row["left_on"],
    )
