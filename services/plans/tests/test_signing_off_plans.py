"""A plan ends with a result that its goals add up to, or another one with a reason.

"All goals achieved: achieved; otherwise at least one achieved or part achieved: part achieved;
else not achieved."
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.codes import GoalId, Result
from ht_plans.domain.plan.plan import NO_PLAN_YET, decide, evolve
from ht_plans.domain.plan.refusals import (
    AlreadySignedOff,
    BeforeAgreement,
    ContradictsGoals,
    GoalsWithoutResult,
    NotAgreed,
    NotPresentWithoutReason,
    PresenceNotSaid,
)
from ht_plans.domain.plan.resulting import roll_up
from ht_plans.domain.plan.revisions import ScheduledCheck
from ht_plans.domain.refusals import DatedInTheFuture

from .plan_at_work import (
    COOKING,
    DRAFTED,
    JANUARY,
    LEAP_YEARS_EVE,
    SIGN_OFF,
    SIGNED_OFF,
    SIX,
    THREE,
    TWELVE,
    WALKING,
    a_goal,
    a_plan,
    a_plan_of_two_goals,
    achieved,
    not_achieved,
    partly,
)


@pytest.mark.parametrize(
    ("results", "together"),
    [
        (["achieved"], "achieved"),
        (["achieved", "achieved"], "achieved"),
        (["achieved", "not_achieved"], "part_achieved"),
        (["achieved", "part_achieved"], "part_achieved"),
        (["part_achieved"], "part_achieved"),
        (["part_achieved", "not_achieved"], "part_achieved"),
        (["not_achieved", "not_achieved"], "not_achieved"),
    ],
)
def test_goals_add_up_to_a_result(results: list[Result], together: Result) -> None:
    assert roll_up(results) == together


def test_signing_off_records_the_goals_and_schedules_the_checks() -> None:
    a_plan().when(SIGN_OFF).then(achieved(), SIGNED_OFF)


def test_a_plan_that_was_not_achieved_has_nothing_to_check() -> None:
    (
        a_plan()
        .when(replace(SIGN_OFF, results={WALKING: "not_achieved"}))
        .then(
            not_achieved(),
            replace(SIGNED_OFF, result="not_achieved", rolled_up="not_achieved", checks=()),
        )
    )


def test_a_partly_achieved_plan_is_worth_checking_too() -> None:
    (
        a_plan()
        .when(replace(SIGN_OFF, results={WALKING: "part_achieved"}))
        .then(partly(), replace(SIGNED_OFF, result="part_achieved", rolled_up="part_achieved"))
    )


def test_a_check_falls_due_on_the_last_day_of_a_shorter_month() -> None:
    (
        a_plan()
        .when(replace(SIGN_OFF, signed_off_at=LEAP_YEARS_EVE, now=LEAP_YEARS_EVE))
        .then(
            achieved(at=LEAP_YEARS_EVE),
            replace(
                SIGNED_OFF,
                signed_off_at=LEAP_YEARS_EVE,
                checks=(
                    ScheduledCheck(check=THREE, months=3, due_on=date(2028, 2, 29)),
                    ScheduledCheck(check=SIX, months=6, due_on=date(2028, 5, 30)),
                    ScheduledCheck(check=TWELVE, months=12, due_on=date(2028, 11, 30)),
                ),
            ),
        )
    )


def test_only_results_recorded_now_are_told_at_sign_off() -> None:
    both: dict[GoalId, Result] = {WALKING: "achieved", COOKING: "achieved"}

    (
        a_plan_of_two_goals(achieved(WALKING, at=JANUARY))
        .when(replace(SIGN_OFF, results=both))
        .then(achieved(COOKING), SIGNED_OFF)
    )


def test_a_result_recorded_before_need_not_be_given_again() -> None:
    a_plan(achieved(at=JANUARY)).when(replace(SIGN_OFF, results={})).then(SIGNED_OFF)


def test_every_goal_needs_a_result() -> None:
    a_plan_of_two_goals().when(SIGN_OFF).then_refused(GoalsWithoutResult)


def test_the_goals_results_cannot_be_overridden_without_a_reason() -> None:
    asked = replace(
        SIGN_OFF, results={WALKING: "achieved", COOKING: "part_achieved"}, result="achieved"
    )

    a_plan_of_two_goals().when(asked).then_refused(ContradictsGoals)


def test_the_goals_results_can_be_overridden_with_a_reason() -> None:
    (
        a_plan_of_two_goals()
        .when(
            replace(
                SIGN_OFF,
                results={WALKING: "achieved", COOKING: "part_achieved"},
                result="achieved",
                override_reason="Cooking was hers to drop",
            )
        )
        .then(
            achieved(WALKING),
            partly(COOKING),
            replace(
                SIGNED_OFF,
                rolled_up="part_achieved",
                overridden=True,
                override_reason="Cooking was hers to drop",
            ),
        )
    )


def test_saying_what_the_goals_say_is_no_override() -> None:
    asked = replace(SIGN_OFF, result="achieved", override_reason="It went well")

    a_plan().when(asked).then(achieved(), SIGNED_OFF)


def test_a_client_who_was_not_there_needs_a_reason() -> None:
    absent = replace(SIGN_OFF, client_present="not_present")
    explained = replace(absent, not_present_reason="Moved to Leeds, agreed by letter")

    a_plan().when(absent).then_refused(NotPresentWithoutReason)
    (
        a_plan()
        .when(explained)
        .then(
            achieved(),
            replace(
                SIGNED_OFF,
                client_present="not_present",
                not_present_reason="Moved to Leeds, agreed by letter",
            ),
        )
    )


def test_it_is_said_whether_the_client_was_present() -> None:
    a_plan().when(replace(SIGN_OFF, client_present=None)).then_refused(PresenceNotSaid)


def test_a_draft_is_not_signed_off() -> None:
    draft = Specification(decide, evolve, NO_PLAN_YET).given(DRAFTED, a_goal(WALKING))

    draft.when(SIGN_OFF).then_refused(NotAgreed)


def test_a_plan_is_not_signed_off_before_it_was_agreed() -> None:
    earlier = replace(SIGN_OFF, signed_off_at=datetime(2026, 1, 11, 9, tzinfo=UTC))

    a_plan().when(earlier).then_refused(BeforeAgreement)


def test_a_plan_can_be_signed_off_on_the_day_it_was_agreed() -> None:
    same_day = replace(SIGN_OFF, signed_off_at=JANUARY, results={})

    a_plan(achieved(at=JANUARY)).when(same_day).then(
        replace(
            SIGNED_OFF,
            signed_off_at=JANUARY,
            checks=(
                ScheduledCheck(check=THREE, months=3, due_on=date(2026, 4, 12)),
                ScheduledCheck(check=SIX, months=6, due_on=date(2026, 7, 12)),
                ScheduledCheck(check=TWELVE, months=12, due_on=date(2027, 1, 12)),
            ),
        )
    )


def test_a_plan_is_not_signed_off_in_the_future() -> None:
    a_plan().when(replace(SIGN_OFF, now=JANUARY)).then_refused(DatedInTheFuture)


def test_a_plan_is_signed_off_once() -> None:
    a_plan(achieved(), SIGNED_OFF).when(SIGN_OFF).then_nothing()
    (
        a_plan(achieved(), SIGNED_OFF)
        .when(replace(SIGN_OFF, result="not_achieved", override_reason="Changed our minds"))
        .then_refused(AlreadySignedOff)
    )
