"""A client's history as plans knows it: their cases and all that is beside them.

A household or group session is not in it, for it speaks of several people: the client's own
part is, in their case. So are whose case it was and where it went: acts that move many cases
and transfers to other programmes speak of more than one.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from ht_kit.asked import Actor
from ht_kit.reading import Reads
from ht_kit.timeline import Theirs, timeline_of
from ht_plans.domain.case.events import (
    AssessmentCorrected,
    AttendanceCorrected,
    CaseImported,
    SessionBooked,
    SessionCancelled,
    SessionMissed,
)
from ht_plans.domain.pathway.events import (
    CampaignTagged,
    HouseholdJoined,
    SelfAssessmentCompleted,
)
from ht_plans.domain.plan.diaries import DiaryStarted
from ht_plans.domain.plan.events import ActionAdded, MaintenanceCheckFellDue, PlanImported
from ht_plans.domain.plan.supports import (
    BarrierAdded,
    FacilitatorAdded,
    IfThenAdded,
    RewardAdded,
)
from ht_plans.domain.quit.events import QuitOutcomeRecorded, QuitSessionHeld
from ht_plans.domain.work.events import (
    DistanceRead,
    EmploymentPathwayBegun,
    EmploymentPathwayClosed,
    EmploymentProgressed,
    EmploymentStatusRecorded,
    SustainedWorkChecked,
    SustainedWorkFellDue,
)
from ht_plans.handling import CASE, CONCERN, PATHWAYS, PLAN, QUIT, WORK, pathways_id

_STREAMS = """
SELECT case_id AS stream, true AS is_case FROM cases WHERE client = $1
UNION ALL SELECT plan_id, false FROM plans WHERE client = $1
UNION ALL SELECT concern_id, false FROM concerns WHERE client = $1
UNION ALL SELECT episode_id, false FROM quit_episodes WHERE client = $1
UNION ALL SELECT pathway_id, false FROM employment_pathways WHERE client = $1
"""
TOLD: Final = (CASE, PLAN, CONCERN, QUIT, WORK, PATHWAYS)
HAPPENED: Final[Mapping[type, str | None]] = {
    SessionBooked: None,
    SessionMissed: "planned_start",
    SessionCancelled: "entered_at",  # it may have been to be held much later
    AttendanceCorrected: "corrected_at",
    AssessmentCorrected: "corrected_at",
    CaseImported: None,
    ActionAdded: None,
    BarrierAdded: None,
    FacilitatorAdded: None,
    IfThenAdded: None,
    RewardAdded: None,
    DiaryStarted: None,
    MaintenanceCheckFellDue: "due_on",
    PlanImported: None,
    QuitSessionHeld: "held_on",
    QuitOutcomeRecorded: "followed_up_on",
    EmploymentPathwayBegun: "begun_on",
    EmploymentStatusRecorded: "recorded_on",
    DistanceRead: "read_on",
    EmploymentProgressed: "taken_up_on",
    SustainedWorkFellDue: "due_on",
    SustainedWorkChecked: "checked_on",
    EmploymentPathwayClosed: "closed_on",
    SelfAssessmentCompleted: "completed_on",
    HouseholdJoined: None,
    CampaignTagged: None,
}


async def _streams_of(read: Reads, client: UUID, _: Actor) -> Theirs:
    rows = await read.rows(_STREAMS, client)
    beside = [pathways_id(row["stream"]) for row in rows if row["is_case"]]
    return Theirs([*(row["stream"] for row in rows), *beside])


router = timeline_of(
    permission="timeline:read", aggregates=TOLD, streams=_streams_of, happened=HAPPENED
)
