"""The pathways of a case as its trainer sees them on one screen."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from ht_kit.decider import Shown
from ht_plans.domain.pathway.pathways import Pathways


class PathwayView(BaseModel):
    """A pathway that the case is on."""

    pathway: str
    age_group: str
    hard_date: date | None
    taken_at: datetime


class ScreeningView(BaseModel):
    """What somebody else measured, as it came. `results` is None where the figures are gone."""

    screening: UUID
    source: str
    taken_on: date
    results: Mapping[str, Decimal] | None
    urgent: bool
    received_at: datetime


class SelfAssessmentView(BaseModel):
    """A check that the client did of their own."""

    tool: str
    chosen: list[str]
    completed_on: date


class EscalationView(BaseModel):
    """Who was told that the client needs other help. `words` is None where they are gone."""

    escalation: UUID
    to: str
    because: str
    words: str | None
    told_at: datetime


class PathwaysView(BaseModel):
    """What the case is part of beside its plan: all that a screen needs.

    `urgent_untold` asks to tell the GP of something urgent that somebody else found.
    """

    version: int = 0
    erased: bool = False
    pathways: list[PathwayView] = []
    consents: list[str] = []
    screenings: list[ScreeningView] = []
    self_assessments: list[SelfAssessmentView] = []
    urgent_untold: bool = False
    escalations: list[EscalationView] = []
    household: UUID | None = None
    campaigns: list[str] = []


def view_of_pathways(shown: Shown[Pathways]) -> PathwaysView:
    """Put the pathways of a case on one screen."""
    pathways = shown.state
    return PathwaysView(
        version=shown.version,
        erased=shown.erased,
        pathways=[
            PathwayView(
                pathway=each.pathway,
                age_group=each.age_group,
                hard_date=each.hard_date,
                taken_at=each.taken_at,
            )
            for each in pathways.followed.values()
        ],
        consents=[each.basis for each in pathways.consents],
        screenings=[
            ScreeningView(
                screening=each.screening,
                source=each.source,
                taken_on=each.taken_on,
                results=each.results and {**each.results},
                urgent=each.urgent,
                received_at=each.received_at,
            )
            for each in pathways.screenings.values()
        ],
        self_assessments=[
            SelfAssessmentView(
                tool=each.tool, chosen=list(each.chosen), completed_on=each.completed_on
            )
            for each in pathways.self_assessments
        ],
        urgent_untold=pathways.urgent_untold,
        escalations=[
            EscalationView(
                escalation=each.escalation,
                to=each.to,
                because=each.because,
                words=each.words,
                told_at=each.told_at,
            )
            for each in pathways.escalations.values()
        ],
        household=pathways.household.household if pathways.household else None,
        campaigns=[each.campaign for each in pathways.campaigns],
    )
