"""Pathways that a case is on beside its plan, each with its own few rules.

"Plan with a hard date (operation). Results displayed but never altered; urgent findings return
to the GP. Low-level need only: escalation path. Household grouping, parent/guardian consent,
growth centiles not adult BMI. External self-assessment completed, with child-consent rules.
Campaign tag on contacts."
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.case.refusals import CaseHasClosed, SupportHasEnded
from ht_plans.domain.codes import CaseId, ClientId
from ht_plans.domain.pathway.codes import (
    AgeGroup,
    CarePathway,
    ChildConsent,
    EscalationId,
    HouseholdId,
    ScreeningId,
    ScreeningMeasure,
)
from ht_plans.domain.pathway.commands import (
    AboutCase,
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
from ht_plans.domain.pathway.pathways import ON_NO_PATHWAY, Pathways, decide, evolve
from ht_plans.domain.pathway.refusals import (
    ChoseTheSameTwice,
    EscalatedOtherwise,
    HardDateIsPast,
    InAnotherHousehold,
    NobodyConsentedForChild,
    NoHardDate,
    NoSuchHardDate,
    NotForAdults,
    NothingMeasured,
    NotOnPathway,
    PathwayNotOffered,
    PathwayTakenOtherwise,
    ScreeningStands,
)
from ht_plans.domain.refusals import DatedInTheFuture

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
MONDAY, NOW = date(2026, 1, 12), datetime(2026, 1, 12, 9, tzinfo=UTC)
OPERATION, PUT_OFF = date(2026, 4, 20), date(2026, 5, 11)
ABOUT = AboutCase(case=CASE, client=AMINA, programme="northfield", support_has_ended=False)
AFTERWARDS = replace(ABOUT, support_has_ended=True)
ALL: frozenset[CarePathway] = frozenset(
    {"pre_operative", "young_person", "family", "mental_health", "social_prescribing"}
)
TAKE = TakePathway(
    about=ABOUT,
    pathway="pre_operative",
    offered=ALL,
    age_group="adult",
    consent=None,
    hard_date=OPERATION,
    now=NOW,
)
YOUNG = replace(TAKE, pathway="young_person", age_group="under_16", hard_date=None)
TAKEN = PathwayTaken(
    case=CASE,
    client=AMINA,
    programme="northfield",
    pathway="pre_operative",
    age_group="adult",
    hard_date=OPERATION,
    taken_at=NOW,
)
YOUNG_TAKEN = replace(TAKEN, pathway="young_person", age_group="under_16", hard_date=None)
RESULTS: Mapping[ScreeningMeasure, Decimal] = {
    "systolic": Decimal(182),
    "bmi": Decimal("31.4"),
    "audit_c": Decimal(7),
}
RECEIVE = ReceiveScreening(
    about=ABOUT,
    screening=ScreeningId(UUID(int=71)),
    source="nhs_health_check",
    taken_on=date(2026, 1, 5),
    results=RESULTS,
    urgent=True,
    now=NOW,
)
RECEIVED = ScreeningReceived(
    case=CASE,
    client=AMINA,
    programme="northfield",
    screening=ScreeningId(UUID(int=71)),
    source="nhs_health_check",
    taken_on=date(2026, 1, 5),
    results=RESULTS,
    urgent=True,
    received_at=NOW,
)
TELL_GP = Escalate(
    about=ABOUT,
    escalation=EscalationId(UUID(int=72)),
    to="gp",
    because="urgent_finding",
    words="Blood pressure 182 at the check",
    told_at=NOW,
    now=NOW,
)
TOLD_GP = Escalated(
    case=CASE,
    client=AMINA,
    programme="northfield",
    escalation=EscalationId(UUID(int=72)),
    to="gp",
    because="urgent_finding",
    words="Blood pressure 182 at the check",
    told_at=NOW,
)
CHECKED_ONLINE = CompleteSelfAssessment(
    about=ABOUT,
    tool="mid_life_check",
    chosen=("diet", "physical_activity"),
    completed_on=date(2026, 1, 10),
    now=NOW,
)
DID_CHECK = SelfAssessmentCompleted(
    case=CASE,
    client=AMINA,
    programme="northfield",
    tool="mid_life_check",
    chosen=("diet", "physical_activity"),
    completed_on=date(2026, 1, 10),
)
HOME, ANOTHER_HOME = HouseholdId(UUID(int=73)), HouseholdId(UUID(int=74))
JOINED = HouseholdJoined(case=CASE, client=AMINA, programme="northfield", household=HOME)
TAGGED = CampaignTagged(
    case=CASE, client=AMINA, programme="northfield", campaign="cancer-awareness"
)


def consented(basis: ChildConsent = "parent_or_guardian") -> ChildConsentRecorded:
    return ChildConsentRecorded(
        case=CASE, client=AMINA, programme="northfield", basis=basis, recorded_at=NOW
    )


def a_case(*history: Event) -> Specification[Command, Pathways, Event]:
    return Specification(decide, evolve, ON_NO_PATHWAY).given(*history)


def after(*history: Event) -> Pathways:
    return reduce(evolve, history, ON_NO_PATHWAY)


def test_before_an_operation_the_day_is_known_and_will_not_wait() -> None:
    a_case().when(TAKE).then(TAKEN)
    a_case().when(replace(TAKE, hard_date=None)).then_refused(NoHardDate)
    a_case().when(replace(TAKE, hard_date=date(2026, 1, 11))).then_refused(HardDateIsPast)


def test_an_operation_that_is_put_off_has_another_day() -> None:
    move = MoveHardDate(pathway="pre_operative", hard_date=PUT_OFF, now=NOW)
    moved = HardDateMoved(
        case=CASE,
        client=AMINA,
        programme="northfield",
        pathway="pre_operative",
        hard_date=PUT_OFF,
        moved_at=NOW,
    )

    a_case(TAKEN).when(move).then(moved)
    a_case(TAKEN, moved).when(move).then_nothing()
    a_case(TAKEN).when(replace(move, hard_date=date(2026, 1, 11))).then_refused(HardDateIsPast)
    a_case().when(move).then_refused(NotOnPathway)


def test_no_other_pathway_has_a_day_that_will_not_wait() -> None:
    isolated = replace(TAKEN, pathway="social_prescribing", hard_date=None)
    move = MoveHardDate(pathway="social_prescribing", hard_date=PUT_OFF, now=NOW)

    a_case().when(replace(TAKE, pathway="social_prescribing")).then_refused(NoSuchHardDate)
    a_case(isolated).when(move).then_refused(NoSuchHardDate)


def test_a_pathway_is_one_that_the_programme_offers() -> None:
    a_case().when(replace(TAKE, offered=frozenset())).then_refused(PathwayNotOffered)


def test_a_case_is_put_on_a_pathway_once_and_on_several() -> None:
    isolated = replace(TAKE, pathway="social_prescribing", hard_date=None)

    a_case(TAKEN).when(TAKE).then_nothing()
    a_case(TAKEN).when(replace(TAKE, hard_date=PUT_OFF)).then_refused(PathwayTakenOtherwise)
    a_case(TAKEN).when(isolated).then(
        replace(TAKEN, pathway="social_prescribing", hard_date=None)
    )


def test_a_pathway_can_be_left_and_taken_again() -> None:
    leave = LeavePathway(pathway="pre_operative", now=NOW)
    left = PathwayLeft(
        case=CASE, client=AMINA, programme="northfield", pathway="pre_operative", left_at=NOW
    )

    a_case(TAKEN).when(leave).then(left)
    a_case(TAKEN, left).when(leave).then_nothing()
    a_case(TAKEN, left).when(TAKE).then(TAKEN)
    a_case().when(leave).then_refused(NotOnPathway)


def test_under_16_somebody_consents_before_anything_begins() -> None:
    a_case().when(YOUNG).then_refused(NobodyConsentedForChild)
    a_case().when(replace(YOUNG, consent="parent_or_guardian")).then(consented(), YOUNG_TAKEN)
    a_case().when(replace(YOUNG, consent="fraser")).then(consented("fraser"), YOUNG_TAKEN)


def test_a_consent_that_was_given_serves_the_next_pathway_too() -> None:
    family = replace(YOUNG, pathway="family")

    a_case(consented(), YOUNG_TAKEN).when(family).then(replace(YOUNG_TAKEN, pathway="family"))


def test_at_16_a_young_person_decides_for_themselves() -> None:
    sixteen = replace(YOUNG, age_group="16_or_17")

    a_case().when(sixteen).then(replace(YOUNG_TAKEN, age_group="16_or_17"))


@pytest.mark.parametrize("age_group", ["16_or_17", "adult"])
def test_nobody_else_consents_for_who_decides_for_themselves(age_group: AgeGroup) -> None:
    family = replace(YOUNG, pathway="family", age_group=age_group, consent="parent_or_guardian")

    a_case().when(family).then(replace(YOUNG_TAKEN, pathway="family", age_group=age_group))


def test_the_pathway_of_young_people_is_not_for_adults() -> None:
    a_case().when(replace(YOUNG, age_group="adult")).then_refused(NotForAdults)


@pytest.mark.parametrize(
    ("age_group", "of_a_child"), [("under_16", True), ("16_or_17", True), ("adult", False)]
)
def test_a_case_on_a_childs_pathway_is_known_as_a_childs(
    age_group: AgeGroup, of_a_child: bool
) -> None:
    taken = replace(YOUNG_TAKEN, pathway="family", age_group=age_group)

    assert evolve(ON_NO_PATHWAY, taken).of_a_child is of_a_child


def test_what_somebody_else_measured_is_kept_as_it_came() -> None:
    a_case().when(RECEIVE).then(RECEIVED)


@pytest.mark.parametrize(
    "altered",
    [
        replace(RECEIVE, results={**RESULTS, "systolic": Decimal(128)}),
        replace(RECEIVE, screening=ScreeningId(UUID(int=75)), results={"bmi": Decimal(29)}),
        replace(RECEIVE, urgent=False),
        replace(RECEIVE, source="pharmacy"),
    ],
    ids=["another figure", "under another id", "no longer urgent", "from somebody else"],
)
def test_a_screening_result_is_never_altered(altered: ReceiveScreening) -> None:
    a_case(RECEIVED).when(altered).then_refused(ScreeningStands)


def test_the_same_screening_is_kept_once_whoever_copies_it() -> None:
    a_case(RECEIVED).when(RECEIVE).then_nothing()
    a_case(RECEIVED).when(replace(RECEIVE, screening=ScreeningId(UUID(int=75)))).then_nothing()


def test_a_later_screening_stands_beside_the_earlier() -> None:
    later = replace(RECEIVE, screening=ScreeningId(UUID(int=75)), taken_on=MONDAY)

    a_case(RECEIVED).when(later).then(
        replace(RECEIVED, screening=ScreeningId(UUID(int=75)), taken_on=MONDAY)
    )


def test_a_screening_has_a_result_and_has_happened() -> None:
    a_case().when(replace(RECEIVE, results={})).then_refused(NothingMeasured)
    a_case().when(replace(RECEIVE, taken_on=date(2026, 1, 13))).then_refused(DatedInTheFuture)


def test_an_escalation_says_to_whom_why_and_when() -> None:
    a_case().when(TELL_GP).then(TOLD_GP)
    a_case(TOLD_GP).when(TELL_GP).then_nothing()
    a_case(TOLD_GP).when(replace(TELL_GP, to="crisis_team")).then_refused(EscalatedOtherwise)


def test_something_urgent_stays_urgent_until_somebody_was_told_of_it() -> None:
    before_it = replace(TOLD_GP, told_at=datetime(2026, 1, 4, 9, tzinfo=UTC))
    of_something_else = replace(TOLD_GP, because="worsening")
    usual = replace(RECEIVED, urgent=False)

    assert after(RECEIVED).urgent_untold
    assert after(RECEIVED, before_it).urgent_untold
    assert after(RECEIVED, of_something_else).urgent_untold
    assert not after(RECEIVED, TOLD_GP).urgent_untold
    assert not after(TOLD_GP, RECEIVED).urgent_untold
    assert not after(usual).urgent_untold


def test_it_is_never_too_late_to_tell_somebody_who_can_help() -> None:
    a_case().when(replace(TELL_GP, about=AFTERWARDS)).then(TOLD_GP)


def test_nobody_was_told_tomorrow() -> None:
    tomorrow = datetime(2026, 1, 13, 9, tzinfo=UTC)

    a_case().when(replace(TELL_GP, told_at=tomorrow)).then_refused(DatedInTheFuture)


def test_a_check_that_the_client_did_is_kept_with_what_they_chose() -> None:
    a_case().when(CHECKED_ONLINE).then(DID_CHECK)
    a_case(DID_CHECK).when(CHECKED_ONLINE).then_nothing()
    a_case().when(replace(CHECKED_ONLINE, chosen=("diet", "diet"))).then_refused(
        ChoseTheSameTwice
    )
    a_case().when(replace(CHECKED_ONLINE, completed_on=date(2026, 1, 13))).then_refused(
        DatedInTheFuture
    )


def test_a_teenagers_check_needs_consent_first() -> None:
    teenager = replace(CHECKED_ONLINE, tool="teen_life_check")

    a_case().when(teenager).then_refused(NobodyConsentedForChild)
    a_case(consented(), YOUNG_TAKEN).when(teenager).then(
        replace(DID_CHECK, tool="teen_life_check")
    )


def test_a_client_belongs_to_one_household() -> None:
    join = JoinHousehold(about=ABOUT, household=HOME)

    a_case().when(join).then(JOINED)
    a_case(JOINED).when(join).then_nothing()
    a_case(JOINED).when(replace(join, household=ANOTHER_HOME)).then_refused(InAnotherHousehold)


def test_a_case_may_come_of_several_campaigns_each_tagged_once() -> None:
    tag = TagCampaign(about=ABOUT, campaign="cancer-awareness")

    a_case().when(tag).then(TAGGED)
    a_case(TAGGED).when(tag).then_nothing()
    a_case(TAGGED).when(replace(tag, campaign="dementia")).then(
        replace(TAGGED, campaign="dementia")
    )


@pytest.mark.parametrize(
    "asked",
    [
        replace(TAKE, about=AFTERWARDS),
        replace(RECEIVE, about=AFTERWARDS),
        replace(CHECKED_ONLINE, about=AFTERWARDS),
        JoinHousehold(about=AFTERWARDS, household=HOME),
    ],
)
def test_nothing_new_begins_with_who_no_longer_takes_part(asked: Command) -> None:
    a_case().when(asked).then_refused(SupportHasEnded)


CLOSED = replace(ABOUT, closed_on=date(2026, 1, 5))


@pytest.mark.parametrize(
    "asked",
    [
        replace(TAKE, about=CLOSED),
        replace(RECEIVE, about=CLOSED, taken_on=date(2026, 1, 6)),
        replace(CHECKED_ONLINE, about=CLOSED, completed_on=date(2026, 1, 6)),
        JoinHousehold(about=CLOSED, household=HOME),
    ],
)
def test_nothing_new_begins_in_a_case_that_was_closed(asked: Command) -> None:
    a_case().when(asked).then_refused(CaseHasClosed)


def test_what_came_before_a_case_was_closed_is_entered_afterwards() -> None:
    a_case().when(replace(RECEIVE, about=CLOSED)).then(RECEIVED)


def test_it_is_never_too_late_to_say_who_was_told_that_a_client_needs_help() -> None:
    a_case().when(replace(TELL_GP, about=CLOSED)).then(TOLD_GP)
