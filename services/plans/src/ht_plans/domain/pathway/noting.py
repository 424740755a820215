"""What is noted of a case beside its plan: screenings, escalations, household, campaigns."""

from datetime import date

from ht_plans.domain.case.refusals import CaseHasClosed, SupportHasEnded
from ht_plans.domain.days import day_of
from ht_plans.domain.pathway.commands import (
    AboutCase,
    CompleteSelfAssessment,
    Escalate,
    JoinHousehold,
    ReceiveScreening,
    TagCampaign,
)
from ht_plans.domain.pathway.events import (
    CampaignTagged,
    Escalated,
    HouseholdJoined,
    ScreeningReceived,
    SelfAssessmentCompleted,
)
from ht_plans.domain.pathway.refusals import (
    ChoseTheSameTwice,
    EscalatedOtherwise,
    InAnotherHousehold,
    NobodyConsentedForChild,
    NothingMeasured,
    ScreeningStands,
)
from ht_plans.domain.pathway.state import Pathways
from ht_plans.domain.refusals import DatedInTheFuture


def receive_screening(asked: ReceiveScreening, pathways: Pathways) -> list[ScreeningReceived]:
    """Keep what somebody else measured: once, as it came."""
    standing = [
        each
        for each in pathways.screenings.values()
        if (each.source, each.taken_on) == (asked.source, asked.taken_on)
        or each.screening == asked.screening
    ]
    if standing:
        if any(_differs(asked, each) for each in standing):
            raise ScreeningStands
        return []
    _refuse_if_ended(asked.about, asked.taken_on)
    if not asked.results:
        raise NothingMeasured
    if asked.taken_on > day_of(asked.now):
        raise DatedInTheFuture
    return [
        ScreeningReceived(
            case=asked.about.case,
            client=asked.about.client,
            programme=asked.about.programme,
            screening=asked.screening,
            source=asked.source,
            taken_on=asked.taken_on,
            results=asked.results,
            urgent=asked.urgent,
            received_at=asked.now,
        )
    ]


def _differs(asked: ReceiveScreening, standing: ScreeningReceived) -> bool:
    said = (asked.source, asked.taken_on, asked.results, asked.urgent)
    return said != (standing.source, standing.taken_on, standing.results, standing.urgent)


def complete_self_assessment(
    asked: CompleteSelfAssessment, pathways: Pathways
) -> list[SelfAssessmentCompleted]:
    """Say that the client did a check of their own. A teenager's needs consent."""
    done = SelfAssessmentCompleted(
        case=asked.about.case,
        client=asked.about.client,
        programme=asked.about.programme,
        tool=asked.tool,
        chosen=asked.chosen,
        completed_on=asked.completed_on,
    )
    if done in pathways.self_assessments:
        return []
    _refuse_if_ended(asked.about, asked.completed_on)
    if asked.completed_on > day_of(asked.now):
        raise DatedInTheFuture
    if len(set(asked.chosen)) != len(asked.chosen):
        raise ChoseTheSameTwice
    if asked.tool == "teen_life_check" and not pathways.consents:
        raise NobodyConsentedForChild
    return [done]


def escalate(asked: Escalate, pathways: Pathways) -> list[Escalated]:
    """Say who was told. It is never too late, and no programme can switch it off."""
    told = Escalated(
        case=asked.about.case,
        client=asked.about.client,
        programme=asked.about.programme,
        escalation=asked.escalation,
        to=asked.to,
        because=asked.because,
        words=asked.words,
        told_at=asked.told_at,
    )
    earlier = pathways.escalations.get(asked.escalation)
    if earlier is not None:
        if earlier != told:
            raise EscalatedOtherwise
        return []
    if asked.told_at > asked.now:
        raise DatedInTheFuture
    return [told]


def join_household(asked: JoinHousehold, pathways: Pathways) -> list[HouseholdJoined]:
    """Group the client with the others of their household."""
    if pathways.household is not None:
        if pathways.household.household != asked.household:
            raise InAnotherHousehold
        return []
    _refuse_if_ended(asked.about, None)
    return [
        HouseholdJoined(
            case=asked.about.case,
            client=asked.about.client,
            programme=asked.about.programme,
            household=asked.household,
        )
    ]


def tag_campaign(asked: TagCampaign, pathways: Pathways) -> list[CampaignTagged]:
    """Say that the case belongs to what came of a campaign. A tag is a code, not a text."""
    tagged = CampaignTagged(
        case=asked.about.case,
        client=asked.about.client,
        programme=asked.about.programme,
        campaign=asked.campaign,
    )
    return [] if tagged in pathways.campaigns else [tagged]


def _refuse_if_ended(about: AboutCase, day: date | None) -> None:
    """Refuse what comes after the end. Of a case that was closed, what came before is taken."""
    if about.support_has_ended:
        raise SupportHasEnded
    if about.closed_on is not None and (day is None or day > about.closed_on):
        raise CaseHasClosed
