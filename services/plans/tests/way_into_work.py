"""Joe's way into work, beside his plan, begun in January with three domains."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.codes import CaseId, ClientId
from ht_plans.domain.work.codes import (
    Employment,
    EmploymentPathwayId,
    ProgressId,
    StatusTakenAt,
    SustainedWork,
    WorkProgress,
)
from ht_plans.domain.work.commands import (
    BeginEmploymentPathway,
    CheckSustainedWork,
    CloseEmploymentPathway,
    Command,
    ReadDistance,
    RecordEmploymentStatus,
    RecordProgress,
)
from ht_plans.domain.work.distance import Domain
from ht_plans.domain.work.events import (
    Circumstances,
    DistanceRead,
    EmploymentPathwayBegun,
    EmploymentProgressed,
    EmploymentStatusRecorded,
    Event,
    SustainedWorkChecked,
    SustainedWorkFellDue,
)
from ht_plans.domain.work.pathway import (
    NO_EMPLOYMENT_PATHWAY_YET,
    EmploymentPathway,
    decide,
    evolve,
)

WAY, CASE, JOE = EmploymentPathwayId(UUID(int=91)), CaseId(UUID(int=1)), ClientId(UUID(int=8))
BAKERY, WAREHOUSE = ProgressId(UUID(int=92)), ProgressId(UUID(int=93))
JANUARY, MARCH = date(2026, 1, 12), date(2026, 3, 2)
AFTER_13_WEEKS, AFTER_26_WEEKS = date(2026, 6, 1), date(2026, 8, 31)
BEGINNING = datetime(2026, 1, 12, 9, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 1, 12, 9, tzinfo=UTC)
DOMAINS = tuple(
    Domain(code=code, lowest=1, highest=5)
    for code in ("confidence", "job_search_skills", "social_networks")
)
OUT_OF_WORK = Circumstances(
    weekly_hours=None,
    self_employed="no",
    off_sick="no",
    benefits=("universal_credit",),
    employment_support="suitable",
    support_referred_on=None,
)
BEGIN = BeginEmploymentPathway(
    pathway=WAY,
    case=CASE,
    client=JOE,
    programme="northfield",
    offered=True,
    support_has_ended=False,
    domains=DOMAINS,
    threshold=1,
    full_hours=16,
    referred_by="jobcentre_plus",
    agreed=True,
    mandated=False,
    status="02",
    circumstances=OUT_OF_WORK,
    begun_on=JANUARY,
    now=BEGINNING,
)
BEGUN = EmploymentPathwayBegun(
    pathway=WAY,
    case=CASE,
    client=JOE,
    programme="northfield",
    referred_by="jobcentre_plus",
    domains=DOMAINS,
    threshold=1,
    full_hours=16,
    begun_on=JANUARY,
    begun_at=BEGINNING,
)


def working(hours: int | None) -> Circumstances:
    return Circumstances(
        weekly_hours=hours,
        self_employed="no",
        off_sick="no",
        benefits=(),
        employment_support=None,
        support_referred_on=None,
    )


def stood(
    at: StatusTakenAt,
    status: Employment,
    rung: int | None,
    circumstances: Circumstances = OUT_OF_WORK,
    on: date = JANUARY,
) -> EmploymentStatusRecorded:
    return EmploymentStatusRecorded(
        pathway=WAY,
        case=CASE,
        client=JOE,
        at=at,
        status=status,
        rung=rung,
        circumstances=circumstances,
        recorded_on=on,
    )


BASELINE = stood("baseline", "02", 1)


def nothing_yet() -> Specification[Command, EmploymentPathway, Event]:
    return Specification(decide, evolve, NO_EMPLOYMENT_PATHWAY_YET)


def a_way(*history: Event) -> Specification[Command, EmploymentPathway, Event]:
    return nothing_yet().given(BEGUN, BASELINE, *history)


def take_up(
    kind: WorkProgress = "paid_work",
    hours: int | None = 20,
    *,
    progress: ProgressId = BAKERY,
    on: date = MARCH,
) -> RecordProgress:
    return RecordProgress(
        progress=progress, kind=kind, weekly_hours=hours, taken_up_on=on, now=NEXT_YEAR
    )


def took_up(
    kind: WorkProgress = "paid_work",
    hours: int | None = 20,
    rung: int = 5,
    *,
    progress: ProgressId = BAKERY,
    on: date = MARCH,
) -> EmploymentProgressed:
    return EmploymentProgressed(
        pathway=WAY,
        case=CASE,
        client=JOE,
        progress=progress,
        kind=kind,
        weekly_hours=hours,
        rung=rung,
        taken_up_on=on,
    )


def fell_due(weeks: int, due_on: date, progress: ProgressId = BAKERY) -> SustainedWorkFellDue:
    return SustainedWorkFellDue(
        pathway=WAY, case=CASE, client=JOE, progress=progress, weeks=weeks, due_on=due_on
    )


def check(
    weeks: int, on: date, result: SustainedWork = "sustained", progress: ProgressId = BAKERY
) -> CheckSustainedWork:
    return CheckSustainedWork(
        progress=progress, weeks=weeks, result=result, checked_on=on, now=NEXT_YEAR
    )


def checked(
    weeks: int, on: date, result: SustainedWork = "sustained", progress: ProgressId = BAKERY
) -> SustainedWorkChecked:
    return SustainedWorkChecked(
        pathway=WAY,
        case=CASE,
        client=JOE,
        progress=progress,
        weeks=weeks,
        result=result,
        checked_on=on,
    )


def rate(ratings: Mapping[str, int], on: date) -> ReadDistance:
    return ReadDistance(ratings=ratings, read_on=on, now=NEXT_YEAR)


def rated(
    ratings: Mapping[str, int],
    on: date,
    way: tuple[int, int, Decimal | None] | None = None,
) -> DistanceRead:
    """Give a reading, with how many moved forward and back, and the headroom gone."""
    forward, back, headroom = way or (None, None, None)
    return DistanceRead(
        pathway=WAY,
        case=CASE,
        client=JOE,
        baseline=way is None,
        rated=len(ratings),
        ratings=ratings,
        moved_forward=forward,
        regressed=back,
        headroom_pct=headroom,
        read_on=on,
    )


def stand(
    status: Employment, circumstances: Circumstances, on: date = MARCH
) -> RecordEmploymentStatus:
    return RecordEmploymentStatus(
        status=status, circumstances=circumstances, recorded_on=on, now=NEXT_YEAR
    )


def close(
    status: Employment, circumstances: Circumstances, on: date = AFTER_26_WEEKS
) -> CloseEmploymentPathway:
    return CloseEmploymentPathway(
        reason="completed",
        status=status,
        circumstances=circumstances,
        closed_on=on,
        now=NEXT_YEAR,
    )
