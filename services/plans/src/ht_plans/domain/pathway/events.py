"""What can have happened on the pathways of a case.

These names and fields are kept for ever. Add an optional field freely; never rename,
remove or re-mean one. A fact that now means something else is a new event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from ht_plans.domain.codes import CaseId, ClientId, Issue
from ht_plans.domain.pathway.codes import (
    AgeGroup,
    CarePathway,
    ChildConsent,
    EscalatedBecause,
    EscalatedTo,
    EscalationId,
    HouseholdId,
    ScreeningId,
    ScreeningMeasure,
    ScreeningSource,
    SelfAssessmentTool,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayTaken:
    """The case is on this pathway from now on. `hard_date` is a day that will not wait."""

    case: CaseId
    client: ClientId
    programme: str
    pathway: CarePathway
    age_group: AgeGroup
    hard_date: date | None
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HardDateMoved:
    """The day that will not wait is another one now: an operation was put off or brought on."""

    case: CaseId
    client: ClientId
    programme: str
    pathway: CarePathway
    hard_date: date
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayLeft:
    """The case is on this pathway no longer."""

    case: CaseId
    client: ClientId
    programme: str
    pathway: CarePathway
    left_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildConsentRecorded:
    """A parent or guardian consented for a child, or the child was found able to decide."""

    case: CaseId
    client: ClientId
    programme: str
    basis: ChildConsent
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningReceived:
    """Somebody else measured the client. Their figures are shown, and never altered."""

    case: CaseId
    client: ClientId
    programme: str
    screening: ScreeningId
    source: ScreeningSource
    taken_on: date
    results: Mapping[ScreeningMeasure, Decimal] | None
    urgent: bool
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessmentCompleted:
    """The client did a check of their own, elsewhere, and chose what they want to change."""

    case: CaseId
    client: ClientId
    programme: str
    tool: SelfAssessmentTool
    chosen: tuple[Issue, ...]
    completed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """Somebody who can help was told, because this is more than a health trainer may carry."""

    case: CaseId
    client: ClientId
    programme: str
    escalation: EscalationId
    to: EscalatedTo
    because: EscalatedBecause
    words: str | None
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdJoined:
    """The client is supported together with others of one household."""

    case: CaseId
    client: ClientId
    programme: str
    household: HouseholdId


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTagged:
    """The case belongs to what came of a campaign."""

    case: CaseId
    client: ClientId
    programme: str
    campaign: str


Event: TypeAlias = (
    PathwayTaken
    | HardDateMoved
    | PathwayLeft
    | ChildConsentRecorded
    | ScreeningReceived
    | SelfAssessmentCompleted
    | Escalated
    | HouseholdJoined
    | CampaignTagged
)
