"""A client's history as plans knows it: their cases, plans and safeguarding concerns.

A household or group session is not in it, for it speaks of several people: the client's own
part is, in their case.
"""

from uuid import UUID

from ht_kit.asked import Actor
from ht_kit.reading import Reads
from ht_kit.timeline import Theirs, timeline_of
from ht_plans.domain.case.events import (
    AssessmentCorrected,
    AttendanceCorrected,
    SessionCancelled,
    SessionMissed,
)
from ht_plans.domain.plan.events import MaintenanceCheckFellDue, PlanImported
from ht_plans.handling import CASE, CONCERN, PLAN

_STREAMS = """
SELECT case_id AS stream FROM cases WHERE client = $1
UNION ALL SELECT plan_id FROM plans WHERE client = $1
UNION ALL SELECT concern_id FROM concerns WHERE client = $1
"""


async def _streams_of(read: Reads, client: UUID, _: Actor) -> Theirs:
    return Theirs([row["stream"] for row in await read.rows(_STREAMS, client)])


router = timeline_of(
    permission="timeline:read",
    aggregates=(CASE, PLAN, CONCERN),
    streams=_streams_of,
    happened={
        SessionMissed: "planned_start",
        SessionCancelled: "entered_at",  # it may have been to be held much later
        AttendanceCorrected: "corrected_at",
        AssessmentCorrected: "corrected_at",
        MaintenanceCheckFellDue: "due_on",
        PlanImported: None,
    },
)
