"""Where a worker came from, and on what terms they work: what commissioners report on.

    RecordBackground ─► WorkerBackgroundRecorded   (home quintile, local or not, work before)
    EngageWorker ─► WorkerEngaged                  (hours, pay and band, from a day on)
    RecordInduction ─► WorkerInducted

Health Trainer services were to be a way into work for people of the areas they serve
(DOMAIN.md 2.6). The postcode and small area are personal and stay here; the last that was
recorded counts, and what was recorded before stays beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from ht_intake.domain.client.area import Area, quintile_of
from ht_intake.domain.codes import (
    ApplicantRoute,
    Employment,
    PayBand,
    RecruitedLocally,
    StaffGroup,
    Unresolved,
)
from ht_intake.domain.days import not_after
from ht_intake.domain.refusals import InductedBeforeItBegan, UnpaidHaveNoBand

if TYPE_CHECKING:
    from ht_intake.domain.worker.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerBackgroundRecorded:
    """Where a worker lives, as a quintile, and what they did before they came.

    Postcode and LSOA are personal; `unresolved` says why there is no quintile.
    """

    worker: UUID
    postcode: str | None
    lsoa: str | None
    ward: str | None
    local_authority: str | None
    lookup_version: str | None
    decile: int | None
    quintile: int | None
    deprivation_edition: str | None
    unresolved: Unresolved | None
    recruited_locally: RecruitedLocally
    employment_before: Employment
    route: ApplicantRoute
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerEngaged:
    """From this day on a worker works on these terms. `wte` is a share of full time."""

    worker: UUID
    from_on: date
    wte: Decimal
    paid: bool
    band: PayBand | None
    staff_group: StaffGroup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerInducted:
    """A worker began, or has completed, their induction."""

    worker: UUID
    began_on: date
    completed_on: date | None
    days_a_week: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBackground:
    """Note what a worker says of themselves. Everything but where they live may be unasked."""

    area: Area
    recruited_locally: RecruitedLocally
    employment_before: Employment
    route: ApplicantRoute
    recorded_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngageWorker:
    """Note on what terms a worker works from a day on; said again, the last counts."""

    from_on: date
    wte: Decimal
    paid: bool
    band: PayBand | None
    staff_group: StaffGroup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInduction:
    """Note an induction, as far as it has come."""

    began_on: date
    completed_on: date | None
    days_a_week: int | None


BackgroundEvent: TypeAlias = WorkerBackgroundRecorded | WorkerEngaged | WorkerInducted
BackgroundCommand: TypeAlias = RecordBackground | EngageWorker | RecordInduction


def record(asked: BackgroundCommand, worker: "Worker") -> list[BackgroundEvent]:
    """Say what happens when this is told of a worker."""
    match asked:
        case RecordBackground():
            return [*_background(asked, worker)]
        case EngageWorker():
            return [*_engage(asked, worker)]
        case RecordInduction():
            return [*_induct(asked, worker)]


def _background(asked: RecordBackground, worker: "Worker") -> list[WorkerBackgroundRecorded]:
    whose = worker.id
    not_after(asked.asked_at, asked.recorded_at)
    area = asked.area
    recorded = WorkerBackgroundRecorded(
        worker=whose,
        postcode=area.postcode,
        lsoa=area.lsoa,
        ward=area.ward,
        local_authority=area.local_authority,
        lookup_version=area.lookup_version,
        decile=area.decile,
        quintile=quintile_of(area.decile),
        deprivation_edition=area.edition,
        unresolved=area.unresolved,
        recruited_locally=asked.recruited_locally,
        employment_before=asked.employment_before,
        route=asked.route,
        recorded_at=asked.recorded_at,
    )
    return [] if recorded == worker.background else [recorded]


def _engage(asked: EngageWorker, worker: "Worker") -> list[WorkerEngaged]:
    whose = worker.id
    if not asked.paid and asked.band is not None:
        raise UnpaidHaveNoBand
    engaged = WorkerEngaged(
        worker=whose,
        from_on=asked.from_on,
        wte=asked.wte,
        paid=asked.paid,
        band=asked.band,
        staff_group=asked.staff_group,
    )
    return [] if engaged == worker.engagements.get(asked.from_on) else [engaged]


def _induct(asked: RecordInduction, worker: "Worker") -> list[WorkerInducted]:
    whose = worker.id
    if asked.completed_on is not None and asked.completed_on < asked.began_on:
        raise InductedBeforeItBegan
    inducted = WorkerInducted(
        worker=whose,
        began_on=asked.began_on,
        completed_on=asked.completed_on,
        days_a_week=asked.days_a_week,
    )
    return [] if inducted == worker.inducted else [inducted]
