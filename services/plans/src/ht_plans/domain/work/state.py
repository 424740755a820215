"""What the way into work remembers: what its rules read, and what its trainer looks up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from ht_plans.domain.work.codes import ProgressId
from ht_plans.domain.work.events import (
    DistanceRead,
    EmploymentPathwayBegun,
    EmploymentPathwayClosed,
    EmploymentProgressed,
    EmploymentStatusRecorded,
    Event,
    SustainedWorkChecked,
    SustainedWorkFellDue,
)
from ht_plans.domain.work.ladder import SUSTAINED, falls_due_on
from ht_plans.domain.work.refusals import EmploymentPathwayHasClosed, NoEmploymentPathwayYet

Which: TypeAlias = tuple[ProgressId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SustainedCheck:
    """A day on which it can be asked whether paid work has lasted, and what was answered."""

    progress: ProgressId
    weeks: int
    due_on: date
    fell_due: bool = False
    checked: SustainedWorkChecked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentPathway:
    """The way into work so far."""

    begun: EmploymentPathwayBegun | None = None
    statuses: tuple[EmploymentStatusRecorded, ...] = ()
    readings: tuple[DistanceRead, ...] = ()
    progress: Mapping[ProgressId, EmploymentProgressed] = field(default_factory=dict)
    checks: Mapping[Which, SustainedCheck] = field(default_factory=dict)
    closed: EmploymentPathwayClosed | None = None

    def under_way(self) -> EmploymentPathwayBegun:
        """Give how it began, or refuse if it has not, or is over."""
        begun = self.has_begun()
        if self.closed is not None:
            raise EmploymentPathwayHasClosed
        return begun

    def has_begun(self) -> EmploymentPathwayBegun:
        """Give how it began, or refuse."""
        if self.begun is None:
            raise NoEmploymentPathwayYet
        return self.begun

    @property
    def furthest_rung(self) -> int | None:
        """Give the highest rung that the client ever reached."""
        stood = [each.rung for each in self.statuses if each.rung is not None]
        took_up = [each.rung for each in self.progress.values()]
        return max([*stood, *took_up, *self._sustained()], default=None)

    def _sustained(self) -> list[int]:
        return [
            SUSTAINED[check.weeks]
            for check in self.checks.values()
            if check.checked is not None and check.checked.result == "sustained"
        ]


NO_EMPLOYMENT_PATHWAY_YET = EmploymentPathway()


def evolve(  # noqa: PLR0911 - one arm for each event
    pathway: EmploymentPathway, event: Event
) -> EmploymentPathway:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case EmploymentPathwayBegun():
            return replace(pathway, begun=event)
        case EmploymentStatusRecorded():
            return replace(pathway, statuses=(*pathway.statuses, event))
        case DistanceRead():
            return replace(pathway, readings=(*pathway.readings, event))
        case EmploymentProgressed():
            progress = {**pathway.progress, event.progress: event}
            checks = {**pathway.checks, **_checks_of(event)}
            return replace(pathway, progress=progress, checks=checks)
        case SustainedWorkFellDue():
            return _with_check(pathway, event, fell_due=True)
        case SustainedWorkChecked():
            return _with_check(pathway, event, checked=event)
        case EmploymentPathwayClosed():
            return replace(pathway, closed=event)


def _checks_of(event: EmploymentProgressed) -> Mapping[Which, SustainedCheck]:
    if event.kind != "paid_work":
        return {}
    return {
        (event.progress, weeks): SustainedCheck(
            progress=event.progress,
            weeks=weeks,
            due_on=falls_due_on(event.taken_up_on, weeks),
        )
        for weeks in SUSTAINED
    }


def _with_check(
    pathway: EmploymentPathway,
    event: SustainedWorkFellDue | SustainedWorkChecked,
    *,
    fell_due: bool = False,
    checked: SustainedWorkChecked | None = None,
) -> EmploymentPathway:
    """Remember what came of a check. One of work that is not known here is none of ours."""
    which = (event.progress, event.weeks)
    check = pathway.checks.get(which)
    if check is None:
        return pathway
    happened = replace(
        check, fell_due=fell_due or check.fell_due, checked=checked or check.checked
    )
    return replace(pathway, checks={**pathway.checks, which: happened})
