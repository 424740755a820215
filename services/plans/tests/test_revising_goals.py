"""A goal is revised with the client, and what it said before stays.

"ReviseGoal: GoalRevised (old kept); not after sign-off." A review says how far each goal has
come, by its own number; importance and confidence may be said of each goal.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce

import pytest

from ht_plans.domain.plan.commands import AddGoal, ReviewPlan
from ht_plans.domain.plan.events import Event, GoalProgress, PlanReviewed
from ht_plans.domain.plan.folding import evolve
from ht_plans.domain.plan.refusals import (
    BeforeAgreement,
    DueBeforeAgreement,
    GoalHasResult,
    NoReviewDay,
    NoSuchGoal,
    NothingWouldChange,
    NotSaidHowToTell,
    NoWayToTell,
    OutOfRange,
    PlanHasEnded,
    ProgressNotAsTold,
    ReviewBeforeItself,
)
from ht_plans.domain.plan.revisions import GoalRevised, ReviseGoal
from ht_plans.domain.plan.state import NO_PLAN_YET, Plan
from ht_plans.domain.refusals import DatedInTheFuture

from .plan_at_work import (
    AGREED,
    AMINA,
    CASE,
    COOKING,
    DRAFTED,
    MARCH,
    PLAN,
    SIGNED_OFF,
    WALKING,
    a_goal,
    a_plan,
    achieved,
)
from .plan_in_writing import (
    ADD_WALKING,
    AGREE,
    WALKING_ADDED,
    WALKING_SET,
    a_draft,
    a_whole_draft,
)
from .plan_in_writing import AGREED as AGREED_ON_TUESDAY

FEBRUARY = datetime(2026, 2, 9, 9, tzinfo=UTC)
EASTER = date(2026, 4, 5)
REVISE = ReviseGoal(
    goal=WALKING,
    statement="Walk to school and back",
    kind="change",
    told_by="number",
    baseline=Decimal(2),
    target=Decimal(5),
    unit="days a week",
    due_on=EASTER,
    review_on=EASTER,
    importance=9,
    confidence="declined",
    reason="She wants to do more",
    revised_at=FEBRUARY,
    now=MARCH,
)
REVISED = GoalRevised(
    plan=PLAN,
    client=AMINA,
    goal=WALKING,
    statement="Walk to school and back",
    behaviour="physical_activity",
    kind="change",
    told_by="number",
    baseline=Decimal(2),
    target=Decimal(5),
    unit="days a week",
    due_on=EASTER,
    review_on=EASTER,
    importance=9,
    confidence="declined",
    reason="She wants to do more",
    agreed=True,
    revised_at=FEBRUARY,
)


def after(*history: Event) -> Plan:
    return reduce(evolve, (DRAFTED, a_goal(WALKING), AGREED, *history), NO_PLAN_YET)


def test_a_revised_goal_stands_beside_what_it_said_before() -> None:
    a_plan().when(REVISE).then(REVISED)

    goal = after(REVISED).goals[WALKING]
    assert goal.now.statement == "Walk to school and back"
    assert [version.statement for version in goal.versions] == [
        "Walk the kids to school",
        "Walk to school and back",
    ]


def test_revising_to_what_stands_already_changes_nothing() -> None:
    later = replace(REVISE, revised_at=MARCH, reason="Again")

    a_plan(REVISED).when(REVISE).then_nothing()
    a_plan(REVISED).when(later).then_nothing()


def test_every_revision_is_kept() -> None:
    more = replace(REVISE, target=Decimal(7), revised_at=MARCH)

    a_plan(REVISED).when(more).then(replace(REVISED, target=Decimal(7), revised_at=MARCH))


def test_a_goal_revised_in_a_draft_is_agreed_as_it_stands() -> None:
    monday, friday = AGREE.agreed_at, AGREE.now
    asked = replace(REVISE, revised_at=monday, now=friday)
    revised = replace(REVISED, agreed=False, revised_at=monday)

    a_whole_draft().when(asked).then(revised)
    a_whole_draft(revised).when(AGREE).then(
        AGREED_ON_TUESDAY, replace(WALKING_SET, kind="change", due_on=EASTER)
    )


def test_a_goal_keeps_what_it_says_once_something_came_of_it_or_the_plan_has_ended() -> None:
    a_plan(achieved()).when(REVISE).then_refused(GoalHasResult)
    a_plan(achieved(), SIGNED_OFF).when(REVISE).then_refused(PlanHasEnded)


def test_a_revision_is_not_of_tomorrow_nor_of_before_the_agreement() -> None:
    a_plan().when(replace(REVISE, revised_at=MARCH, now=FEBRUARY)).then_refused(
        DatedInTheFuture
    )
    a_plan().when(
        replace(REVISE, revised_at=datetime(2026, 1, 11, 9, tzinfo=UTC))
    ).then_refused(BeforeAgreement)


def test_a_revised_goal_is_due_after_it_was_revised() -> None:
    a_plan().when(replace(REVISE, due_on=date(2026, 2, 8))).then_refused(DueBeforeAgreement)


def test_only_a_goal_of_the_plan_is_revised() -> None:
    a_plan().when(replace(REVISE, goal=COOKING)).then_refused(NoSuchGoal)


def test_a_revised_goal_says_how_it_is_told_like_any_other() -> None:
    a_plan().when(replace(REVISE, target=None)).then_refused(NoWayToTell)
    a_plan().when(replace(REVISE, target=Decimal(2))).then_refused(NothingWouldChange)
    a_plan().when(replace(REVISE, told_by=None)).then_refused(NotSaidHowToTell)
    a_plan().when(replace(REVISE, review_on=None)).then_refused(NoReviewDay)


KEEP_UP = replace(
    ADD_WALKING,
    kind="keep_up",
    told_by="number",
    baseline=Decimal(5),
    target=Decimal(5),
    unit="days a week",
)


def test_a_client_who_keeps_something_up_keeps_it_where_it_is() -> None:
    added = replace(
        WALKING_ADDED,
        kind="keep_up",
        told_by="number",
        baseline=Decimal(5),
        target=Decimal(5),
        unit="days a week",
    )

    a_draft().when(KEEP_UP).then(added)
    a_draft().when(replace(KEEP_UP, kind="change")).then_refused(NothingWouldChange)


@pytest.mark.parametrize(
    "asked",
    [
        replace(ADD_WALKING, importance=11),
        replace(ADD_WALKING, confidence=-1),
        replace(ADD_WALKING, told_by="own_rating", target=Decimal(11)),
        replace(ADD_WALKING, told_by="own_rating", baseline=Decimal(-1), target=Decimal(8)),
    ],
)
def test_a_ruler_goes_from_nought_to_ten(asked: AddGoal) -> None:
    a_draft().when(asked).then_refused(OutOfRange)


@pytest.mark.parametrize("number", [0, 10])
def test_nought_and_ten_are_on_the_ruler_of_a_goal(number: int) -> None:
    a_draft().when(replace(ADD_WALKING, importance=number, confidence="declined")).then(
        replace(WALKING_ADDED, importance=number, confidence="declined")
    )


@pytest.mark.parametrize(("importance", "confidence"), [(11, 5), (5, -1)])
def test_a_plan_is_not_agreed_with_a_number_beyond_the_ruler(
    importance: int, confidence: int
) -> None:
    asked = replace(AGREE, importance=importance, confidence=confidence)

    a_whole_draft().when(asked).then_refused(OutOfRange)


REVIEW = ReviewPlan(
    results={},
    next_review_on=EASTER,
    reviewed_at=MARCH,
    now=MARCH,
    progress=(GoalProgress(goal=WALKING, number=Decimal("3.5")),),
)
REVIEWED = PlanReviewed(
    reviewed_at=MARCH,
    next_review_on=EASTER,
    progress=(GoalProgress(goal=WALKING, number=Decimal("3.5")),),
    plan=PLAN,
    case=CASE,
    client=AMINA,
)


def test_a_review_says_how_far_a_goal_has_come_by_its_own_number() -> None:
    a_plan(REVISED).when(REVIEW).then(REVIEWED)


@pytest.mark.parametrize(
    "progress",
    [
        GoalProgress(goal=WALKING),
        GoalProgress(goal=WALKING, done=True),
        GoalProgress(goal=WALKING, number=Decimal(3), rating=4),
    ],
)
def test_progress_is_told_as_its_goal_is(progress: GoalProgress) -> None:
    asked = replace(REVIEW, progress=(progress,))

    a_plan(REVISED).when(asked).then_refused(ProgressNotAsTold)


def test_progress_by_done_or_not_and_by_the_clients_own_rating() -> None:
    done = (GoalProgress(goal=WALKING, done=False),)
    rated = (GoalProgress(goal=WALKING, rating=6),)
    by_rating = replace(REVISED, told_by="own_rating", baseline=None, target=Decimal(8))

    a_plan().when(replace(REVIEW, progress=done)).then(replace(REVIEWED, progress=done))
    a_plan(by_rating).when(replace(REVIEW, progress=rated)).then(
        replace(REVIEWED, progress=rated)
    )
    beyond = (GoalProgress(goal=WALKING, rating=11),)
    a_plan(by_rating).when(replace(REVIEW, progress=beyond)).then_refused(OutOfRange)


def test_progress_is_of_a_goal_of_the_plan() -> None:
    asked = replace(REVIEW, progress=(GoalProgress(goal=COOKING, done=True),))

    a_plan().when(asked).then_refused(NoSuchGoal)


def test_the_next_review_comes_after_this_one() -> None:
    asked = replace(REVIEW, progress=(), next_review_on=MARCH.date())

    a_plan().when(asked).then_refused(ReviewBeforeItself)


def test_a_review_is_due_twelve_weeks_after_the_last_or_on_the_day_that_was_agreed() -> None:
    assert after().review_due_on == date(2026, 4, 6)
    assert after(replace(REVIEWED, next_review_on=None)).review_due_on == date(2026, 6, 1)
    assert after(REVIEWED).review_due_on == EASTER


def test_a_review_that_is_entered_late_moves_nothing_back() -> None:
    earlier = replace(REVIEWED, reviewed_at=FEBRUARY, next_review_on=date(2026, 3, 1))

    assert after(REVIEWED, earlier).review_due_on == EASTER


def test_no_review_is_due_of_a_draft_or_of_a_plan_that_has_ended() -> None:
    assert reduce(evolve, (DRAFTED,), NO_PLAN_YET).review_due_on is None
    assert after(achieved(), SIGNED_OFF).review_due_on is None
