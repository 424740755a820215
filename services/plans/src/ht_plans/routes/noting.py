"""What is noted of a case beside its plan: screenings, escalations, households, campaigns."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.codes import Issue
from ht_plans.domain.pathway.codes import (
    EscalatedBecause,
    EscalatedTo,
    EscalationId,
    HouseholdId,
    ScreeningId,
    ScreeningMeasure,
    ScreeningSource,
    SelfAssessmentTool,
)
from ht_plans.domain.pathway.commands import (
    CompleteSelfAssessment,
    Escalate,
    JoinHousehold,
    ReceiveScreening,
    TagCampaign,
)
from ht_plans.handling import Pathways, pathways_id
from ht_plans.routes.beside_case import AboutDep
from ht_plans.routes.forms import Day, Form, FreeText, Instant

router = APIRouter(tags=["pathways"])
MAY_WRITE = [Depends(allows("pathway:write"))]


class ScreeningForm(Form):
    """The body of POST /cases/{id}/screenings: what somebody else measured, as it came."""

    source: ScreeningSource
    taken_on: Day
    results: Annotated[
        dict[ScreeningMeasure, Annotated[Decimal, Field(max_digits=7, decimal_places=2)]],
        Field(min_length=1),
    ]
    urgent: bool = False


class SelfAssessmentForm(Form):
    """The body of POST /cases/{id}/self-assessments."""

    tool: SelfAssessmentTool
    chosen: Annotated[tuple[Issue, ...], Field(max_length=12)] = ()
    completed_on: Day


class EscalationForm(Form):
    """The body of POST /cases/{id}/escalations: who was told, why and when."""

    to: EscalatedTo
    because: EscalatedBecause
    words: FreeText | None = None
    told_at: Instant


class HouseholdForm(Form):
    """The body of POST /cases/{id}/household. Without `household` this case begins one."""

    household: UUID | None = None


class CampaignForm(Form):
    """The body of POST /cases/{id}/campaigns: a short code of the programme's."""

    campaign: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,31}$")]


@router.post("/cases/{case_id}/screenings", status_code=201, dependencies=MAY_WRITE)
async def receive_screening(
    case_id: UUID,
    *,
    form: ScreeningForm,
    about: AboutDep,
    pathways: Pathways,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Keep what somebody else measured. It is shown, and never altered."""
    command = ReceiveScreening(
        about=about,
        screening=ScreeningId(asked.new_id),
        source=form.source,
        taken_on=form.taken_on,
        results=form.results,
        urgent=form.urgent,
        now=asked.at,
    )
    recorded = await pathways.create(pathways_id(case_id), command, asked=asked)
    return answer(recorded, created=True)


@router.post("/cases/{case_id}/self-assessments", status_code=201, dependencies=MAY_WRITE)
async def complete_self_assessment(
    case_id: UUID,
    *,
    form: SelfAssessmentForm,
    about: AboutDep,
    pathways: Pathways,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that the client did a check of their own, elsewhere, and what they chose."""
    command = CompleteSelfAssessment(
        about=about,
        tool=form.tool,
        chosen=form.chosen,
        completed_on=form.completed_on,
        now=asked.at,
    )
    recorded = await pathways.create(pathways_id(case_id), command, asked=asked)
    return answer(recorded, created=True)


@router.post("/cases/{case_id}/escalations", status_code=201, dependencies=MAY_WRITE)
async def escalate(
    case_id: UUID,
    *,
    form: EscalationForm,
    about: AboutDep,
    pathways: Pathways,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say who was told, why and when, that the client needs other help."""
    command = Escalate(
        about=about,
        escalation=EscalationId(asked.new_id),
        to=form.to,
        because=form.because,
        words=form.words,
        told_at=form.told_at,
        now=asked.at,
    )
    recorded = await pathways.create(
        pathways_id(case_id), command, asked=asked, ids={"escalation": command.escalation}
    )
    return answer(recorded, created=True)


@router.post("/cases/{case_id}/household", dependencies=MAY_WRITE)
async def join_household(
    case_id: UUID,
    *,
    form: HouseholdForm,
    about: AboutDep,
    pathways: Pathways,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Group the client with the others of their household; answers with its id."""
    command = JoinHousehold(
        about=about,
        household=HouseholdId(form.household or asked.new_id),
    )
    recorded = await pathways.create(
        pathways_id(case_id), command, asked=asked, ids={"household": command.household}
    )
    return answer(recorded)


@router.post("/cases/{case_id}/campaigns", dependencies=MAY_WRITE)
async def tag_campaign(
    case_id: UUID,
    *,
    form: CampaignForm,
    about: AboutDep,
    pathways: Pathways,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that the case belongs to what came of a campaign."""
    command = TagCampaign(about=about, campaign=form.campaign)
    return answer(await pathways.create(pathways_id(case_id), command, asked=asked))
