"""Where somebody stands towards work: at the beginning, in between, and at the end."""

from datetime import date, datetime

from ht_plans.domain.case.refusals import CaseHasClosed, SupportHasEnded
from ht_plans.domain.days import day_of
from ht_plans.domain.refusals import DatedInTheFuture
from ht_plans.domain.work.codes import Employment, StatusTakenAt
from ht_plans.domain.work.commands import (
    BeginEmploymentPathway,
    CloseEmploymentPathway,
    RecordEmploymentStatus,
)
from ht_plans.domain.work.events import (
    Circumstances,
    EmploymentPathwayBegun,
    EmploymentPathwayClosed,
    EmploymentStatusRecorded,
)
from ht_plans.domain.work.ladder import FEW_HOURS, SUSTAINED, rung_of_status
from ht_plans.domain.work.refusals import (
    BeforeEmploymentPathway,
    EmploymentNotOffered,
    EmploymentPathwayBegunOtherwise,
    EmploymentPathwayHasClosed,
    NotAgreedToWork,
    TakingPartIsVoluntary,
)
from ht_plans.domain.work.state import EmploymentPathway


def begin_pathway(
    asked: BeginEmploymentPathway, pathway: EmploymentPathway
) -> list[EmploymentPathwayBegun | EmploymentStatusRecorded]:
    """Begin, if the client agreed and nobody made them."""
    if pathway.begun is not None:
        return _begun_already(asked, pathway.begun)
    _refuse_unless_free_to(asked)
    if asked.begun_on > day_of(asked.now):
        raise DatedInTheFuture
    begun = EmploymentPathwayBegun(
        pathway=asked.pathway,
        case=asked.case,
        client=asked.client,
        programme=asked.programme,
        referred_by=asked.referred_by,
        domains=asked.domains,
        threshold=asked.threshold,
        full_hours=asked.full_hours,
        begun_on=asked.begun_on,
        begun_at=asked.now,
    )
    return [
        begun,
        _status(begun, "baseline", asked.status, asked.circumstances, on=asked.begun_on),
    ]


def _begun_already(
    asked: BeginEmploymentPathway, begun: EmploymentPathwayBegun
) -> list[EmploymentPathwayBegun | EmploymentStatusRecorded]:
    said = (asked.client, asked.referred_by, asked.begun_on)
    if said != (begun.client, begun.referred_by, begun.begun_on):
        raise EmploymentPathwayBegunOtherwise
    return []


def _refuse_unless_free_to(asked: BeginEmploymentPathway) -> None:
    if not asked.offered:
        raise EmploymentNotOffered
    if asked.support_has_ended:
        raise SupportHasEnded
    if asked.closed_on is not None and asked.begun_on > asked.closed_on:
        raise CaseHasClosed
    if asked.mandated:
        raise TakingPartIsVoluntary
    if not asked.agreed:
        raise NotAgreedToWork


def record_status(
    asked: RecordEmploymentStatus, pathway: EmploymentPathway
) -> list[EmploymentStatusRecorded]:
    """Add how the client stands now. What was recorded before stays."""
    begun = pathway.under_way()
    refuse_misdated(asked.recorded_on, begun, asked.now)
    status = _status(begun, "review", asked.status, asked.circumstances, on=asked.recorded_on)
    return [] if status in pathway.statuses else [status]


def close_pathway(
    asked: CloseEmploymentPathway, pathway: EmploymentPathway
) -> list[EmploymentStatusRecorded | EmploymentPathwayClosed]:
    """End it, with the furthest rung that was reached and the one at the end."""
    if pathway.closed is not None:
        if (pathway.closed.reason, pathway.closed.closed_on) != (asked.reason, asked.closed_on):
            raise EmploymentPathwayHasClosed
        return []
    begun = pathway.under_way()
    refuse_misdated(asked.closed_on, begun, asked.now)
    status = _status(begun, "close", asked.status, asked.circumstances, on=asked.closed_on)
    at_close = _rung_at_close(status, pathway)
    reached = [rung for rung in (pathway.furthest_rung, at_close) if rung is not None]
    closed = EmploymentPathwayClosed(
        pathway=begun.pathway,
        case=begun.case,
        client=begun.client,
        reason=asked.reason,
        furthest_rung=max(reached, default=None),
        rung_at_close=at_close,
        closed_on=asked.closed_on,
    )
    return [status, closed]


def refuse_misdated(day: date, begun: EmploymentPathwayBegun, now: datetime) -> None:
    """Refuse what is dated before it began, or later than now."""
    if day > day_of(now):
        raise DatedInTheFuture
    if day < begun.begun_on:
        raise BeforeEmploymentPathway


def _rung_at_close(status: EmploymentStatusRecorded, pathway: EmploymentPathway) -> int | None:
    """Work that lasted counts as such while it is the work that the client has."""
    if status.rung is None or status.rung < FEW_HOURS:
        return status.rung
    jobs = [each for each in pathway.progress.values() if each.kind == "paid_work"]
    if not jobs:
        return status.rung
    latest = max(jobs, key=lambda each: each.taken_up_on)
    lasted = [
        SUSTAINED[check.weeks]
        for check in pathway.checks.values()
        if check.progress == latest.progress
        and check.checked is not None
        and check.checked.result == "sustained"
    ]
    return max([status.rung, *lasted])


def _status(
    begun: EmploymentPathwayBegun,
    at: StatusTakenAt,
    status: Employment,
    circumstances: Circumstances,
    *,
    on: date,
) -> EmploymentStatusRecorded:
    return EmploymentStatusRecorded(
        pathway=begun.pathway,
        case=begun.case,
        client=begun.client,
        at=at,
        status=status,
        rung=rung_of_status(status, circumstances.weekly_hours, begun.full_hours),
        circumstances=circumstances,
        recorded_on=on,
    )
