"""A way into work as its trainer and client see it on one screen."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from ht_kit.decider import Shown
from ht_plans.domain.work.distance import travelled
from ht_plans.domain.work.events import DistanceRead, EmploymentStatusRecorded
from ht_plans.domain.work.pathway import EmploymentPathway


class CircumstancesView(BaseModel):
    """Work and benefits, as the client told them."""

    weekly_hours: int | None
    self_employed: str
    off_sick: str
    benefits: list[str]
    employment_support: str | None
    support_referred_on: date | None


class StatusView(BaseModel):
    """How the client stood towards work. `circumstances` is None where they are gone."""

    at: str
    status: str
    rung: int | None
    circumstances: CircumstancesView | None
    recorded_on: date


class ReadingView(BaseModel):
    """What the client rated. `ratings` is None where they are gone."""

    baseline: bool
    ratings: Mapping[str, int] | None
    deltas: Mapping[str, int]
    moved_forward: int | None
    regressed: int | None
    headroom_pct: Decimal | None
    read_on: date


class ProgressView(BaseModel):
    """What the client took up."""

    progress: UUID
    kind: str
    weekly_hours: int | None
    rung: int
    taken_up_on: date


class SustainedView(BaseModel):
    """Whether paid work has lasted."""

    progress: UUID
    weeks: int
    due_on: date
    fell_due: bool
    result: str | None


class EmploymentPathwayView(BaseModel):
    """A way into work: all that a screen needs."""

    id: UUID
    version: int
    erased: bool
    case: UUID
    client: UUID
    referred_by: str
    begun_on: date
    domains: list[str]
    statuses: list[StatusView]
    readings: list[ReadingView]
    progress: list[ProgressView]
    sustained: list[SustainedView]
    furthest_rung: int | None
    rung_at_close: int | None
    closed_on: date | None
    closed_because: str | None


def view_of_pathway(pathway_id: UUID, shown: Shown[EmploymentPathway]) -> EmploymentPathwayView:
    """Put a way into work on one screen."""
    pathway = shown.state
    begun, closed = pathway.has_begun(), pathway.closed
    return EmploymentPathwayView(
        id=pathway_id,
        version=shown.version,
        erased=shown.erased,
        case=begun.case,
        client=begun.client,
        referred_by=begun.referred_by,
        begun_on=begun.begun_on,
        domains=[each.code for each in begun.domains],
        statuses=[_status(each) for each in pathway.statuses],
        readings=[_reading(each, pathway) for each in pathway.readings],
        progress=[
            ProgressView(
                progress=each.progress,
                kind=each.kind,
                weekly_hours=each.weekly_hours,
                rung=each.rung,
                taken_up_on=each.taken_up_on,
            )
            for each in pathway.progress.values()
        ],
        sustained=[
            SustainedView(
                progress=check.progress,
                weeks=check.weeks,
                due_on=check.due_on,
                fell_due=check.fell_due,
                result=check.checked.result if check.checked else None,
            )
            for check in pathway.checks.values()
        ],
        furthest_rung=closed.furthest_rung if closed else pathway.furthest_rung,
        rung_at_close=closed.rung_at_close if closed else None,
        closed_on=closed.closed_on if closed else None,
        closed_because=closed.reason if closed else None,
    )


def _status(recorded: EmploymentStatusRecorded) -> StatusView:
    told = recorded.circumstances
    return StatusView(
        at=recorded.at,
        status=recorded.status,
        rung=recorded.rung,
        circumstances=told
        and CircumstancesView(
            weekly_hours=told.weekly_hours,
            self_employed=told.self_employed,
            off_sick=told.off_sick,
            benefits=list(told.benefits),
            employment_support=told.employment_support,
            support_referred_on=told.support_referred_on,
        ),
        recorded_on=recorded.recorded_on,
    )


def _reading(read: DistanceRead, pathway: EmploymentPathway) -> ReadingView:
    first, begun = pathway.readings[0], pathway.has_begun()
    deltas: Mapping[str, int] = {}
    if not read.baseline and first.ratings is not None and read.ratings is not None:
        deltas = travelled(
            first.ratings, read.ratings, domains=begun.domains, threshold=begun.threshold
        ).deltas
    return ReadingView(
        baseline=read.baseline,
        ratings=read.ratings,
        deltas=deltas,
        moved_forward=read.moved_forward,
        regressed=read.regressed,
        headroom_pct=read.headroom_pct,
        read_on=read.read_on,
    )
