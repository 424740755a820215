"""The rules of the pathways that a case is on, beside its plan.

    TakePathway ─► ChildConsentRecorded (under 16), PathwayTaken
    MoveHardDate ─► HardDateMoved
    LeavePathway ─► PathwayLeft
    ReceiveScreening ─► ScreeningReceived
    CompleteSelfAssessment ─► SelfAssessmentCompleted
    Escalate ─► Escalated
    JoinHousehold ─► HouseholdJoined
    TagCampaign ─► CampaignTagged

Telling somebody who can help is never refused for what a programme offers or what ended.
Asking for the same thing twice changes nothing.
"""

from ht_plans.domain.pathway.commands import (
    Command,
    CompleteSelfAssessment,
    Escalate,
    JoinHousehold,
    LeavePathway,
    MoveHardDate,
    ReceiveScreening,
    TagCampaign,
    TakePathway,
)
from ht_plans.domain.pathway.events import Event
from ht_plans.domain.pathway.following import leave_pathway, move_hard_date, take_pathway
from ht_plans.domain.pathway.noting import (
    complete_self_assessment,
    escalate,
    join_household,
    receive_screening,
    tag_campaign,
)
from ht_plans.domain.pathway.state import ON_NO_PATHWAY, Pathways, evolve

__all__ = ["ON_NO_PATHWAY", "Pathways", "decide", "evolve"]


def decide(  # noqa: PLR0911 - one arm for each command
    command: Command, pathways: Pathways
) -> list[Event]:
    """Say what happens when this is asked of the pathways of a case."""
    match command:
        case TakePathway():
            return [*take_pathway(command, pathways)]
        case MoveHardDate():
            return [*move_hard_date(command, pathways)]
        case LeavePathway():
            return [*leave_pathway(command, pathways)]
        case ReceiveScreening():
            return [*receive_screening(command, pathways)]
        case CompleteSelfAssessment():
            return [*complete_self_assessment(command, pathways)]
        case Escalate():
            return [*escalate(command, pathways)]
        case JoinHousehold():
            return [*join_household(command, pathways)]
        case TagCampaign():
            return [*tag_campaign(command, pathways)]
