"""An assessment is one conversation over all measures.

"Declined, not asked and not possible are answers. 'Assessed' means the conversation was held,
not that anything was measured."
"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import Command, KeepDraft, RecordAssessment
from ht_plans.domain.case.events import (
    AssessmentNotTaken,
    AssessmentTaken,
    CaseOpened,
    Event,
    SupportWithdrawn,
)
from ht_plans.domain.case.refusals import (
    AdultMeasureForChild,
    AnotherConversationThen,
    AnsweredAndNot,
    NothingForChildren,
    SupportHasEnded,
)
from ht_plans.domain.codes import (
    AssessmentId,
    CaseId,
    ClientId,
    Instrument,
    NotTaken,
    ReferralId,
)
from ht_plans.domain.refusals import DatedInTheFuture
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.definition import Said
from ht_plans.domain.scoring.instruments import USUAL
from ht_plans.domain.scoring.refusals import PartlyAnswered

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
TALK, LATER_TALK = AssessmentId(UUID(int=21)), AssessmentId(UUID(int=22))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 16, 9, tzinfo=UTC)

OPENED = CaseOpened(
    case=CASE,
    client=AMINA,
    referral=ReferralId(UUID(int=8)),
    programme="northfield",
    opened_at=MONDAY,
)
RATED_40 = AssessmentTaken(
    case=CASE,
    client=AMINA,
    assessment=TALK,
    phase="pre",
    instrument="general_health",
    algorithm="general_health.0_to_100.v1",
    unit="0-100",
    value=Decimal(40),
    answers={"rating": "40"},
    follow_up=False,
    taken_at=TUESDAY,
)


def answered(instrument: Instrument, **items: int | str | None) -> Answered:
    said: dict[str, Said | None] = {
        name: Decimal(each) if isinstance(each, int) else each for name, each in items.items()
    }
    return Answered(instrument=instrument, items=said)


TALK_ABOUT_HEALTH = RecordAssessment(
    assessment=TALK,
    phase="pre",
    answers=(answered("general_health", rating=40),),
    not_taken={"bmi": "declined", "who5": "not_possible"},
    recorded=USUAL,
    taken_at=TUESDAY,
    now=FRIDAY,
)


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    return Specification(decide, evolve, NO_CASE_YET).given(OPENED, *history)


def without(instrument: Instrument, reason: NotTaken = "not_asked") -> AssessmentNotTaken:
    return AssessmentNotTaken(
        case=CASE,
        client=AMINA,
        assessment=TALK,
        phase="pre",
        instrument=instrument,
        reason=reason,
        asked_at=TUESDAY,
    )


CONVERSATION: tuple[Event, ...] = (
    without("bmi", "declined"),
    without("fruit_and_vegetables"),
    without("high_fat_snacks"),
    RATED_40,
    without("ngse"),
    without("who5", "not_possible"),
)


def test_a_conversation_tells_of_every_measure_what_came_of_it() -> None:
    a_case().when(TALK_ABOUT_HEALTH).then(*CONVERSATION)


def test_a_client_may_decline_every_measure_and_is_assessed_all_the_same() -> None:
    declined: dict[Instrument, NotTaken] = dict.fromkeys(USUAL, "declined")
    asked = replace(TALK_ABOUT_HEALTH, answers=(), not_taken=declined)

    case = reduce(evolve, decide(asked, evolve(NO_CASE_YET, OPENED)), NO_CASE_YET)

    assert case.assessed
    assert {measure.instrument for measure in case.measures} == set(USUAL)


def test_a_case_without_a_conversation_is_not_assessed() -> None:
    assert not evolve(NO_CASE_YET, OPENED).assessed


def test_a_measure_after_support_needs_none_before_it() -> None:
    (
        a_case()
        .when(replace(TALK_ABOUT_HEALTH, phase="post"))
        .then(
            *[
                replace(measure, phase="post")
                for measure in CONVERSATION
                if isinstance(measure, AssessmentTaken | AssessmentNotTaken)
            ]
        )
    )


def test_a_second_conversation_at_another_time_is_recorded_beside_the_first() -> None:
    asked = replace(TALK_ABOUT_HEALTH, assessment=LATER_TALK, taken_at=FRIDAY)

    case = reduce(evolve, [OPENED, *CONVERSATION], NO_CASE_YET)

    assert len(decide(asked, case)) == len(USUAL)


def test_the_same_conversation_entered_again_changes_nothing() -> None:
    again = replace(TALK_ABOUT_HEALTH, assessment=LATER_TALK)

    a_case(*CONVERSATION).when(again).then_nothing()


def test_a_conversation_is_not_replaced_by_other_answers() -> None:
    other = replace(TALK_ABOUT_HEALTH, answers=(answered("general_health", rating=60),))

    a_case(*CONVERSATION).when(other).then_refused(AnotherConversationThen)


def test_a_measure_answered_in_part_holds_up_the_conversation() -> None:
    asked = replace(
        TALK_ABOUT_HEALTH, answers=(answered("who5", item_1=1, item_2=2),), not_taken={}
    )

    a_case().when(asked).then_refused(PartlyAnswered)


def test_a_measure_cannot_be_answered_and_declined() -> None:
    asked = replace(
        TALK_ABOUT_HEALTH,
        answers=(answered("bmi", height_cm=170, weight_kg=80),),
    )

    a_case().when(asked).then_refused(AnsweredAndNot)


def test_a_conversation_cannot_be_dated_in_the_future() -> None:
    a_case().when(replace(TALK_ABOUT_HEALTH, now=MONDAY)).then_refused(DatedInTheFuture)


def test_a_client_who_no_longer_takes_part_is_not_asked() -> None:
    withdrawn = SupportWithdrawn(case=CASE, client=AMINA, withdrawn_at=MONDAY)

    a_case(withdrawn).when(TALK_ABOUT_HEALTH).then_refused(SupportHasEnded)


OF_A_CHILD = replace(TALK_ABOUT_HEALTH, not_taken={"who5": "not_possible"}, of_a_child=True)


def test_a_child_is_neither_given_an_adult_body_mass_index_nor_said_to_lack_one() -> None:
    a_case().when(OF_A_CHILD).then(
        without("fruit_and_vegetables"),
        without("high_fat_snacks"),
        RATED_40,
        without("ngse"),
        without("who5", "not_possible"),
    )


def test_a_body_mass_index_of_a_child_is_refused_answered_or_not() -> None:
    weighed = answered("bmi", height_cm=150, weight_kg=60)
    draft = KeepDraft(
        assessment=TALK,
        phase="pre",
        answers=(weighed,),
        not_taken={},
        recorded=USUAL,
        now=FRIDAY,
        of_a_child=True,
    )

    a_case().when(replace(OF_A_CHILD, answers=(weighed,))).then_refused(AdultMeasureForChild)
    a_case().when(replace(OF_A_CHILD, not_taken={"bmi": "declined"})).then_refused(
        AdultMeasureForChild
    )
    a_case().when(draft).then_refused(AdultMeasureForChild)


def test_a_conversation_with_a_child_is_about_something() -> None:
    only_bmi = replace(
        OF_A_CHILD, answers=(), not_taken={}, recorded=frozenset[Instrument]({"bmi"})
    )

    a_case().when(only_bmi).then_refused(NothingForChildren)
