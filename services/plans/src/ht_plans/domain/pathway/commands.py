"""What may be asked of the pathways of a case. `now` comes along: no rule reads a clock."""

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
class AboutCase:
    """Whose case it is, as the case tells of itself."""

    case: CaseId
    client: ClientId
    programme: str
    support_has_ended: bool
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePathway:
    """Put the case on a pathway that the programme offers. Under 16, somebody consents."""

    about: AboutCase
    pathway: CarePathway
    offered: frozenset[CarePathway]
    age_group: AgeGroup
    consent: ChildConsent | None
    hard_date: date | None
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveHardDate:
    """Say that the day that will not wait is another one now."""

    pathway: CarePathway
    hard_date: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePathway:
    """Take the case off a pathway."""

    pathway: CarePathway
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveScreening:
    """Keep what somebody else measured, with who it was."""

    about: AboutCase
    screening: ScreeningId
    source: ScreeningSource
    taken_on: date
    results: Mapping[ScreeningMeasure, Decimal]
    urgent: bool
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteSelfAssessment:
    """Say that the client did a check of their own, and what they chose."""

    about: AboutCase
    tool: SelfAssessmentTool
    chosen: tuple[Issue, ...]
    completed_on: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Say who was told, why and when, that the client needs other help."""

    about: AboutCase
    escalation: EscalationId
    to: EscalatedTo
    because: EscalatedBecause
    words: str | None
    told_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinHousehold:
    """Support the client together with the others of their household."""

    about: AboutCase
    household: HouseholdId


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCampaign:
    """Say that the case belongs to what came of a campaign."""

    about: AboutCase
    campaign: str


Command: TypeAlias = (
    TakePathway
    | MoveHardDate
    | LeavePathway
    | ReceiveScreening
    | CompleteSelfAssessment
    | Escalate
    | JoinHousehold
    | TagCampaign
)
