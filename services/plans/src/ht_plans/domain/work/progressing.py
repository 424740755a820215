"""Distance travelled, what was taken up, and whether work has lasted."""

from datetime import date

from ht_plans.domain.work.commands import (
    CheckSustainedWork,
    MarkSustainedWorkDue,
    ReadDistance,
    RecordProgress,
)
from ht_plans.domain.work.distance import Travelled, travelled
from ht_plans.domain.work.events import (
    DistanceRead,
    EmploymentPathwayBegun,
    EmploymentProgressed,
    SustainedWorkChecked,
    SustainedWorkFellDue,
)
from ht_plans.domain.work.ladder import rung_of_progress
from ht_plans.domain.work.refusals import (
    AskedTooEarly,
    BeforeBaseline,
    NoSuchDomain,
    NoSuchStep,
    NoSuchWork,
    NothingRated,
    ProgressKnown,
    ProgressRecordedOtherwise,
    ReadOtherwiseThatDay,
    SustainedCheckedOtherwise,
)
from ht_plans.domain.work.standing import refuse_misdated
from ht_plans.domain.work.state import EmploymentPathway


def read_distance(asked: ReadDistance, pathway: EmploymentPathway) -> list[DistanceRead]:
    """Keep a reading, and say how far it is from the first."""
    begun = pathway.under_way()
    refuse_misdated(asked.read_on, begun, asked.now)
    _refuse_unknown(asked, begun)
    first = pathway.readings[0] if pathway.readings else None
    if _read_already(asked, pathway):
        return []
    if first is not None and asked.read_on < first.read_on:
        raise BeforeBaseline
    way = _way_from(first, asked, begun)
    return [
        DistanceRead(
            pathway=begun.pathway,
            case=begun.case,
            client=begun.client,
            baseline=first is None,
            rated=len(asked.ratings),
            ratings=asked.ratings,
            moved_forward=way.moved_forward if way else None,
            regressed=way.regressed if way else None,
            headroom_pct=way.headroom_pct if way else None,
            read_on=asked.read_on,
        )
    ]


def _refuse_unknown(asked: ReadDistance, begun: EmploymentPathwayBegun) -> None:
    if not asked.ratings:
        raise NothingRated
    domains = {each.code: each for each in begun.domains}
    if asked.ratings.keys() - domains.keys():
        raise NoSuchDomain
    if not all(domains[code].has(step) for code, step in asked.ratings.items()):
        raise NoSuchStep


def _read_already(asked: ReadDistance, pathway: EmploymentPathway) -> bool:
    of_that_day = [each for each in pathway.readings if each.read_on == asked.read_on]
    if any(each.ratings != asked.ratings for each in of_that_day):
        raise ReadOtherwiseThatDay
    return bool(of_that_day)


def _way_from(
    first: DistanceRead | None, asked: ReadDistance, begun: EmploymentPathwayBegun
) -> Travelled | None:
    if first is None or first.ratings is None:
        return None
    return travelled(
        first.ratings, asked.ratings, domains=begun.domains, threshold=begun.threshold
    )


def record_progress(
    asked: RecordProgress, pathway: EmploymentPathway
) -> list[EmploymentProgressed]:
    """Note what the client took up, and the rung that this is."""
    begun = pathway.under_way()
    refuse_misdated(asked.taken_up_on, begun, asked.now)
    said = (asked.kind, asked.weekly_hours, asked.taken_up_on)
    earlier = {
        each.progress: (each.kind, each.weekly_hours, each.taken_up_on)
        for each in pathway.progress.values()
    }
    if asked.progress in earlier:
        if earlier[asked.progress] != said:
            raise ProgressRecordedOtherwise
        return []
    if said in earlier.values():
        raise ProgressKnown
    return [
        EmploymentProgressed(
            pathway=begun.pathway,
            case=begun.case,
            client=begun.client,
            progress=asked.progress,
            kind=asked.kind,
            weekly_hours=asked.weekly_hours,
            rung=rung_of_progress(asked.kind, asked.weekly_hours, begun.full_hours),
            taken_up_on=asked.taken_up_on,
        )
    ]


def mark_sustained_work_due(
    asked: MarkSustainedWorkDue, pathway: EmploymentPathway
) -> list[SustainedWorkFellDue]:
    """Put the checks whose day has come on the list, unless all of it is over."""
    begun = pathway.has_begun()
    if pathway.closed is not None or asked.case_has_ended:
        return []
    return [
        SustainedWorkFellDue(
            pathway=begun.pathway,
            case=begun.case,
            client=begun.client,
            progress=check.progress,
            weeks=check.weeks,
            due_on=check.due_on,
        )
        for check in pathway.checks.values()
        if not check.fell_due and check.checked is None and check.due_on <= asked.today
    ]


def check_sustained_work(
    asked: CheckSustainedWork, pathway: EmploymentPathway
) -> list[SustainedWorkChecked]:
    """Say whether work has lasted. It need not have been put on the list."""
    begun = pathway.under_way()
    check = pathway.checks.get((asked.progress, asked.weeks))
    if check is None:
        raise NoSuchWork
    if check.checked is not None:
        if check.checked.result != asked.result:
            raise SustainedCheckedOtherwise
        return []
    refuse_misdated(asked.checked_on, begun, asked.now)
    _refuse_before(check.due_on, asked.checked_on)
    return [
        SustainedWorkChecked(
            pathway=begun.pathway,
            case=begun.case,
            client=begun.client,
            progress=asked.progress,
            weeks=asked.weeks,
            result=asked.result,
            checked_on=asked.checked_on,
        )
    ]


def _refuse_before(due_on: date, checked_on: date) -> None:
    if checked_on < due_on:
        raise AskedTooEarly
