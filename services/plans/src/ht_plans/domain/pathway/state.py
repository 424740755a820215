"""What the pathways of a case remember: what their rules read, and what a trainer looks up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ht_plans.domain.codes import CaseId, ClientId
from ht_plans.domain.days import day_of
from ht_plans.domain.pathway.codes import CarePathway, EscalationId, ScreeningId
from ht_plans.domain.pathway.events import (
    CampaignTagged,
    ChildConsentRecorded,
    Escalated,
    Event,
    HardDateMoved,
    HouseholdJoined,
    PathwayLeft,
    PathwayTaken,
    ScreeningReceived,
    SelfAssessmentCompleted,
)

CHILDREN: Final = frozenset({"under_16", "16_or_17"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathways:
    """The pathways of a case so far. Whose case it is, any of its events says."""

    case: CaseId | None = None
    client: ClientId | None = None
    programme: str | None = None
    followed: Mapping[CarePathway, PathwayTaken] = field(default_factory=dict)
    left: Mapping[CarePathway, PathwayTaken] = field(default_factory=dict)
    consents: tuple[ChildConsentRecorded, ...] = ()
    screenings: Mapping[ScreeningId, ScreeningReceived] = field(default_factory=dict)
    self_assessments: tuple[SelfAssessmentCompleted, ...] = ()
    escalations: Mapping[EscalationId, Escalated] = field(default_factory=dict)
    household: HouseholdJoined | None = None
    campaigns: tuple[CampaignTagged, ...] = ()

    @property
    def of_a_child(self) -> bool:
        """Say whether somebody under 18 is supported: adult bands are not theirs."""
        return any(each.age_group in CHILDREN for each in self.followed.values())

    @property
    def urgent_untold(self) -> bool:
        """Say whether somebody else found something urgent that nobody was told of since."""
        told = [
            each.told_at
            for each in self.escalations.values()
            if each.because == "urgent_finding"
        ]
        urgent = [each.taken_on for each in self.screenings.values() if each.urgent]
        return any(not any(day_of(at) >= found_on for at in told) for found_on in urgent)


ON_NO_PATHWAY = Pathways()


def evolve(pathways: Pathways, event: Event) -> Pathways:
    """Remember what happened. Never refuses: it has already happened."""
    happened = _evolve(pathways, event)
    return replace(happened, case=event.case, client=event.client, programme=event.programme)


def _evolve(  # noqa: PLR0911 - one arm for each event
    pathways: Pathways, event: Event
) -> Pathways:
    match event:
        case PathwayTaken():
            left = {code: each for code, each in pathways.left.items() if code != event.pathway}
            followed = {**pathways.followed, event.pathway: event}
            return replace(pathways, followed=followed, left=left)
        case HardDateMoved() | PathwayLeft():
            return _changed(pathways, event)
        case ChildConsentRecorded():
            return replace(pathways, consents=(*pathways.consents, event))
        case ScreeningReceived():
            screenings = {**pathways.screenings, event.screening: event}
            return replace(pathways, screenings=screenings)
        case SelfAssessmentCompleted():
            done = (*pathways.self_assessments, event)
            return replace(pathways, self_assessments=done)
        case Escalated():
            escalations = {**pathways.escalations, event.escalation: event}
            return replace(pathways, escalations=escalations)
        case HouseholdJoined():
            return replace(pathways, household=event)
        case CampaignTagged():
            return replace(pathways, campaigns=(*pathways.campaigns, event))


def _changed(pathways: Pathways, event: HardDateMoved | PathwayLeft) -> Pathways:
    """Remember what became of a pathway. One that the case is not on changes nothing."""
    taken = pathways.followed.get(event.pathway)
    if taken is None:
        return pathways
    followed = {code: each for code, each in pathways.followed.items() if code != event.pathway}
    match event:
        case HardDateMoved():
            moved = replace(taken, hard_date=event.hard_date)
            return replace(pathways, followed={**pathways.followed, event.pathway: moved})
        case PathwayLeft():
            left = {**pathways.left, event.pathway: taken}
            return replace(pathways, followed=followed, left=left)
