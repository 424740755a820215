"""The rules of the way into work, beside a plan on the same case. Taking part is voluntary.

    BeginEmploymentPathway ─► EmploymentPathwayBegun, EmploymentStatusRecorded (baseline)
    RecordEmploymentStatus ─► EmploymentStatusRecorded
    ReadDistance ─► DistanceRead
    RecordProgress ─► EmploymentProgressed          (again and again)
    MarkSustainedWorkDue ─► SustainedWorkFellDue    (for each check of the day)
    CheckSustainedWork ─► SustainedWorkChecked
    CloseEmploymentPathway ─► EmploymentStatusRecorded (close), EmploymentPathwayClosed

Asking for the same thing twice changes nothing.
"""

from ht_plans.domain.work.commands import (
    BeginEmploymentPathway,
    CheckSustainedWork,
    CloseEmploymentPathway,
    Command,
    MarkSustainedWorkDue,
    ReadDistance,
    RecordEmploymentStatus,
    RecordProgress,
)
from ht_plans.domain.work.events import Event
from ht_plans.domain.work.progressing import (
    check_sustained_work,
    mark_sustained_work_due,
    read_distance,
    record_progress,
)
from ht_plans.domain.work.standing import (
    begin_pathway,
    close_pathway,
    record_status,
)
from ht_plans.domain.work.state import NO_EMPLOYMENT_PATHWAY_YET, EmploymentPathway, evolve

__all__ = ["NO_EMPLOYMENT_PATHWAY_YET", "EmploymentPathway", "decide", "evolve"]


def decide(  # noqa: PLR0911 - one arm for each command
    command: Command, pathway: EmploymentPathway
) -> list[Event]:
    """Say what happens when this is asked of this way into work."""
    match command:
        case BeginEmploymentPathway():
            return [*begin_pathway(command, pathway)]
        case RecordEmploymentStatus():
            return [*record_status(command, pathway)]
        case ReadDistance():
            return [*read_distance(command, pathway)]
        case RecordProgress():
            return [*record_progress(command, pathway)]
        case MarkSustainedWorkDue():
            return [*mark_sustained_work_due(command, pathway)]
        case CheckSustainedWork():
            return [*check_sustained_work(command, pathway)]
        case CloseEmploymentPathway():
            return [*close_pathway(command, pathway)]
