"""A diary is a sheet that the client holds; what they tell of it is recorded when they come.

"Self-monitoring diaries as a client-held sheet and as entries."
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from ht_plans.domain.codes import DiaryId
from ht_plans.domain.plan.diaries import (
    DiaryEntry,
    DiaryFilled,
    DiaryStarted,
    FillDiary,
    StartDiary,
)
from ht_plans.domain.plan.events import PlanAbandoned
from ht_plans.domain.plan.folding import evolve
from ht_plans.domain.plan.refusals import (
    AlreadyWritten,
    DiaryTooLong,
    NoSuchDiary,
    NoSuchGoal,
    NotADayOfTheDiary,
    NothingTold,
    PlanHasEnded,
    SameDayTwice,
)
from ht_plans.domain.plan.state import NO_PLAN_YET
from ht_plans.domain.refusals import DatedInTheFuture
from ht_plans.routes.sheet import sheet_of

from .plan_in_writing import (
    AMINA,
    CASE,
    COOKING,
    FRIDAY,
    PLAN,
    WALKING,
    a_draft,
    a_whole_draft,
)

STEPS = DiaryId(UUID(int=71))
MONDAY, TUESDAY = date(2026, 1, 12), date(2026, 1, 13)
NEXT_MONDAY = datetime(2026, 1, 19, 9, tzinfo=UTC)
GIVE = StartDiary(
    diary=STEPS,
    kind="activity",
    goal=WALKING,
    what_to_write="How long you walked, & with whom",
    unit="minutes",
    first_day=MONDAY,
    days=7,
)
GIVEN = DiaryStarted(
    diary=STEPS,
    kind="activity",
    goal=WALKING,
    what_to_write="How long you walked, & with whom",
    unit="minutes",
    first_day=MONDAY,
    days=7,
)
WALKED = DiaryEntry(day=MONDAY, amount=Decimal(30))
RAINED = DiaryEntry(day=TUESDAY, words="It <rained>")
FILL = FillDiary(diary=STEPS, entries=(WALKED, RAINED), now=NEXT_MONDAY)
FILLED = DiaryFilled(diary=STEPS, entries=(WALKED, RAINED), filled_at=NEXT_MONDAY)
ENDED = PlanAbandoned(
    plan=PLAN, case=CASE, client=AMINA, reason="clients_wish", ended_at=FRIDAY
)


def test_a_client_is_given_a_diary_once() -> None:
    a_whole_draft().when(GIVE).then(GIVEN)
    a_whole_draft(GIVEN).when(GIVE).then_nothing()
    a_whole_draft(GIVEN).when(replace(GIVE, days=14)).then_refused(AlreadyWritten)


def test_a_diary_is_about_a_goal_of_the_plan_or_about_all_of_it() -> None:
    a_draft().when(replace(GIVE, goal=None)).then(replace(GIVEN, goal=None))
    a_whole_draft().when(replace(GIVE, goal=COOKING)).then_refused(NoSuchGoal)


@pytest.mark.parametrize("days", [0, 85])
def test_a_sheet_is_of_one_day_at_least_and_twelve_weeks_at_most(days: int) -> None:
    a_whole_draft().when(replace(GIVE, days=days)).then_refused(DiaryTooLong)


@pytest.mark.parametrize("days", [1, 84])
def test_a_day_and_twelve_weeks_make_a_sheet(days: int) -> None:
    a_whole_draft().when(replace(GIVE, days=days)).then(replace(GIVEN, days=days))


def test_no_diary_is_given_once_the_plan_has_ended() -> None:
    a_whole_draft(ENDED).when(GIVE).then_refused(PlanHasEnded)


def test_what_the_client_tells_is_recorded_later_even_after_the_end() -> None:
    a_whole_draft(GIVEN).when(FILL).then(FILLED)
    a_whole_draft(GIVEN, ENDED).when(FILL).then(FILLED)


def test_only_what_is_new_is_recorded_and_a_day_told_again_takes_the_later_words() -> None:
    further = replace(WALKED, amount=Decimal(45))

    a_whole_draft(GIVEN, FILLED).when(FILL).then_nothing()
    a_whole_draft(GIVEN, FILLED).when(replace(FILL, entries=(further, RAINED))).then(
        replace(FILLED, entries=(further,))
    )


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)])
def test_a_day_without_a_line_is_not_told_of(day: date) -> None:
    asked = replace(FILL, entries=(replace(WALKED, day=day),), now=NEXT_MONDAY)

    a_whole_draft(GIVEN).when(asked).then_refused(NotADayOfTheDiary)


def test_nobody_tells_of_tomorrow() -> None:
    on_monday = datetime(2026, 1, 12, 20, tzinfo=UTC)

    a_whole_draft(GIVEN).when(replace(FILL, now=on_monday)).then_refused(DatedInTheFuture)


def test_a_day_is_told_of_once_and_with_something() -> None:
    twice = replace(FILL, entries=(WALKED, replace(WALKED, amount=Decimal(20))))
    empty = replace(FILL, entries=(DiaryEntry(day=MONDAY),))

    a_whole_draft(GIVEN).when(twice).then_refused(SameDayTwice)
    a_whole_draft(GIVEN).when(empty).then_refused(NothingTold)


def test_a_diary_that_nobody_gave_is_not_told_of() -> None:
    a_whole_draft().when(FILL).then_refused(NoSuchDiary)


def test_the_sheet_has_a_line_for_each_day_with_what_was_told_so_far() -> None:
    diary = evolve(evolve(NO_PLAN_YET, GIVEN), FILLED).diaries[STEPS]

    sheet = sheet_of(diary, "Walk the kids to school")

    assert "<h1>My activity diary</h1>" in sheet
    assert "<p>Walk the kids to school</p>" in sheet
    assert "How much (minutes)" in sheet
    assert sheet.count('<th scope="row">') == 7
    assert '<th scope="row">Monday 12 January 2026</th><td>30</td><td></td>' in sheet
    assert "It &lt;rained&gt;" in sheet
    assert "walked, &amp; with whom" in sheet


def test_a_sheet_whose_words_are_gone_still_has_its_lines() -> None:
    erased = replace(GIVEN, what_to_write=None, unit=None)
    told = evolve(evolve(NO_PLAN_YET, erased), replace(FILLED, entries=None))

    sheet = sheet_of(told.diaries[STEPS], None)

    assert sheet.count('<th scope="row">') == 7
    assert "<td></td><td></td>" in sheet
