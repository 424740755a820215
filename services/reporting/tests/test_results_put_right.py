"""A result that was put right counts from then on, and as before for whoever asks as at before.

"The result of a plan is as known at the position asked. A frozen figure stays; the difference
is restated." What became of checks and plans without an answer has rows of its own.
"""

from datetime import date, datetime
from typing import Any

import pytest

from ht_contracts import plans
from ht_local.pytest_engines import Database
from ht_reporting.reports import Report

from .asking import ask, told
from .databases import take_in
from .golden_people import london, months_after
from .lives import Life
from .streams import Streams, identity
from .test_counting_rules import JULY, JUNE, with_a_plan

pytestmark = pytest.mark.engines

SEPTEMBER = london(date(2010, 9, 10), 10)


def achieved(streams: Streams, ref: str) -> Life:
    life = with_a_plan(streams, ref)
    life.sign_off(JUNE, "achieved", "achieved", ["achieved"])
    return life


def correct(
    life: Life,
    result: Any,
    at: datetime,
    *,
    months: tuple[int, ...] = (),
    signed_off_at: datetime | None = None,
) -> None:
    corrected = plans.PlanSignOffCorrected(
        plan=life.plan,
        case=life.case,
        client=life.client,
        result=result,
        rolled_up=result,
        overridden=False,
        goals=(plans.GoalResult(goal=life.id("goal", 0), result=result),),
        checks=tuple(
            plans.CheckDue(
                check=life.id("check anew", each),
                months=each,
                due_on=months_after(JUNE.date(), each),
            )
            for each in months
        ),
        corrected_at=at,
        signed_off_at=signed_off_at,
    )
    life.of_plan(corrected, at)


async def everything(database: Database, streams: Streams) -> Report:
    """Take in all that happened, the sign-offs put right last."""
    await take_in(database, streams.batches())
    return await ask(database)


async def test_a_corrected_result_counts_from_its_position_on_and_not_before(
    empty_database: Database,
) -> None:
    streams = Streams()
    wrong, *_ = [achieved(streams, ref) for ref in ("wrong", "right", "right too")]
    before = await everything(empty_database, streams)
    seen = streams.lengths()
    correct(wrong, "not_achieved", JULY)
    await take_in(empty_database, streams.batches(after=seen))

    now = (await ask(empty_database)).figures
    then = (await ask(empty_database, position=before.position)).figures

    assert told(now["I02"])[:3] == (2, 3, "66.7")
    assert told(now["I02S"])[:3] == (2, 3, "66.7")
    assert (now["I01"].parts["achieved"], now["I01"].parts["not_achieved"]) == (2, 1)
    assert told(then["I02"])[:3] == told(before.figures["I02"])[:3] == (3, 3, "100.0")
    assert told(then["I02S"])[:3] == (3, 3, "100.0")


async def test_a_correction_does_not_move_a_sign_off_into_another_period(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = achieved(streams, "put right a year later")
    correct(life, "part_achieved", london(date(2011, 6, 10), 10))

    figures = (await everything(empty_database, streams)).figures

    assert told(figures["I02S"])[:2] == (0, 1)
    assert told(figures["I03S"])[:2] == (1, 1)


async def test_a_sign_off_that_was_on_another_day_counts_there_from_its_position_on(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = achieved(streams, "entered with the wrong year")
    before = await everything(empty_database, streams)
    seen = streams.lengths()
    the_year_before = london(date(2009, 6, 10), 10)
    correct(life, "achieved", JULY, signed_off_at=the_year_before)
    await take_in(empty_database, streams.batches(after=seen))

    now = (await ask(empty_database)).figures
    then = (await ask(empty_database, position=before.position)).figures

    assert told(now["I02S"])[:2] == (0, 0)
    assert told(then["I02S"])[:2] == (1, 1)


async def test_checks_of_a_plan_that_was_not_achieved_after_all_count_no_more(
    empty_database: Database,
) -> None:
    streams = Streams()
    wrong, right = achieved(streams, "wrong"), achieved(streams, "right")
    for life in (wrong, right):
        life.check(3, SEPTEMBER, "maintained")
    before = await everything(empty_database, streams)
    seen = streams.lengths()
    for months in (6, 12):
        wrong.check(months, london(date(2010, 10, 1), 10), "cancelled")
    correct(wrong, "not_achieved", london(date(2010, 10, 1), 10))
    await take_in(empty_database, streams.batches(after=seen))

    now = (await ask(empty_database)).figures["I10"]
    then = (await ask(empty_database, position=before.position)).figures["I10"]

    assert told(now) == (1, 1, "100.0", 1, {})
    assert now.parts == {"still_due": 1}
    assert told(then) == (2, 2, "100.0", 2, {})
    assert then.parts == {"still_due": 2}


async def test_checks_that_a_correction_scheduled_are_still_due_until_they_end(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = with_a_plan(streams, "achieved after all")
    life.sign_off(JUNE, "not_achieved", "not_achieved", ["not_achieved"])
    correct(life, "achieved", JULY, months=(3, 6, 12))

    figures = (await everything(empty_database, streams)).figures

    # Due on 10 September and 10 December 2010, and after the year.
    assert figures["I10"].parts == {"still_due": 2}
    assert told(figures["I02"])[:2] == (1, 1)


async def test_checks_ended_by_a_return_stand_beside_the_figure_and_their_answer_in_it(
    empty_database: Database,
) -> None:
    streams = Streams()
    asked, unasked = achieved(streams, "asked"), achieved(streams, "unasked")
    asked.check(3, JULY, "partly")
    for life, months in ((asked, 6), (asked, 12), (unasked, 3), (unasked, 6), (unasked, 12)):
        life.check(months, JULY, "superseded")

    figures = (await everything(empty_database, streams)).figures

    assert told(figures["I10"]) == (0, 1, "0.0", 1, {"superseded": 5})
    assert told(figures["I10C"]) == (1, 1, "100.0", 1, {"superseded": 5})
    assert figures["I10"].parts == {"still_due": 0}


async def test_a_superseded_plan_is_a_row_of_its_own_and_the_rows_add_up(
    empty_database: Database,
) -> None:
    streams = Streams()
    life, _ = with_a_plan(streams, "starts over"), achieved(streams, "goes on")
    superseded = plans.PlanSuperseded(
        plan=life.plan,
        case=life.case,
        client=life.client,
        by=identity("starts over", "second plan"),
        superseded_at=JUNE,
    )
    life.of_plan(superseded, JUNE)

    figure = (await everything(empty_database, streams)).figures["I01"]

    assert told(figure)[0] == 2
    parts = {name: count for name, count in figure.parts.items() if count}
    assert parts == {"achieved": 1, "superseded": 1}
