"""One invented programme in which the published figures all come out of the same lives.

Every numerator, denominator, value, exclusion and part is exact, in whatever order and in
whatever batches the three services' events arrive.
"""

from datetime import date, datetime, timedelta

import pytest

from ht_kit.clock import LONDON
from ht_local.pytest_engines import Database
from ht_reporting.periods import Period
from ht_reporting.reports import Report

from .asking import THE_YEAR, ask, split, told
from .databases import acting_as, take_in
from .golden_events import add_late_step
from .golden_people import checks, later, months_after
from .streams import ORGANISATION, Streams

pytestmark = pytest.mark.engines

_STILL_DUE = sum(
    months not in checks(i)
    and THE_YEAR.first <= months_after(later(i, 70).date(), months) < THE_YEAR.end
    for i in range(700)
    for months in (3, 6, 12)
)
_UNRESOLVED = {"no_fixed_abode": 20, "declined": 10, "not_in_lookup": 10}
_UNPAIRED = {"pre_only": 2, "post_only": 2, "pre_and_review_only": 1}

GOLDEN = {
    "I01": (1000, None, "1000", 1000, {"draft": 15}),
    "I02": (470, 1000, "47.0", 1000, {}),
    "I02S": (470, 880, "53.4", 880, {}),
    "I03": (230, 1000, "23.0", 1000, {}),
    "I03S": (230, 880, "26.1", 880, {}),
    "I04": (690, 1000, "69.0", 1000, _UNRESOLVED),
    "I05": (69, 1000, "6.9", 1000, {"V81999": 12, "V81998": 28}),
    "I06": (550, 1000, "55.0", 1000, {}),
    "I07": (230, 1000, "23.0", 1000, {}),
    "I08": (60, 250, "24.0", 250, {"draft": 7}),
    "I09": (95, 1000, "9.5", 1000, {}),
    "I10": (170, 200, "85.0", 200, {"not_contactable": 60, "declined": 8}),
    "I10C": (200, 260, "76.9", 260, {"declined": 8}),
    "I11": (3298.0, 3400.0, "-3.0", 100, _UNPAIRED),
    "I12": (154, 100, "54.0", 50, _UNPAIRED),
    "I13": (105, 250, "-58.0", 50, _UNPAIRED),
    "I14": (6750, 5000, "35.0", 100, _UNPAIRED),
    "I15": (374, 340, "10.0", 100, _UNPAIRED),
    "I16": (5480, 4000, "37.0", 100, _UNPAIRED),
    "I17": (1, None, "1040", 1040, {}),
}


def assert_golden(report: Report) -> None:
    assert {number: told(figure) for number, figure in report.figures.items()} == GOLDEN

    figures = report.figures
    assert figures["I01"].parts == {
        "achieved": 470,
        "part_achieved": 230,
        "not_achieved": 180,
        "abandoned": 70,
        "superseded": 0,
        "ended_by_death_move_or_transfer": 0,
        "open": 50,
    }
    assert split(figures["I08"], "referrals") == (45, 130, "34.6")
    assert split(figures["I08"], "signposts") == (15, 120, "12.5")
    assert split(figures["I09"], "with_secondary") == (135, 1000, "13.5")
    assert figures["I10"].parts == figures["I10C"].parts == {"still_due": _STILL_DUE}
    assert {name: str(mean) for name, mean in figures["I11"].parts.items()} == {
        "mean_pre": "34.0",
        "mean_post": "33.0",
    }


async def test_every_figure_of_the_year_is_exact(golden_template: Database) -> None:
    assert_golden(await ask(golden_template))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_order_between_services_and_the_size_of_batches_make_no_difference(
    empty_database: Database, golden: Streams, seed: int
) -> None:
    await take_in(empty_database, golden.batches(seed=seed, largest=700))

    assert_golden(await ask(empty_database))


@pytest.mark.parametrize("first", ["plans", "referrals"])
async def test_a_whole_service_may_arrive_before_the_clients(
    empty_database: Database, golden: Streams, first: str
) -> None:
    batches = sorted(golden.batches(), key=lambda batch: batch[0] != first)

    await take_in(empty_database, batches)

    assert_golden(await ask(empty_database))


async def test_people_on_both_edges_of_the_year_change_only_who_is_on_the_system(
    golden_database: Database, golden: Streams, golden_with_edges: Streams
) -> None:
    await take_in(golden_database, golden_with_edges.batches(after=golden.lengths()))

    report = await ask(golden_database)

    assert {number: told(figure) for number, figure in report.figures.items()} == GOLDEN | {
        "I17": (1, None, "1060", 1060, {})
    }


async def test_without_a_period_everything_known_is_counted(
    golden_database: Database, golden: Streams, golden_with_edges: Streams
) -> None:
    await take_in(golden_database, golden_with_edges.batches(after=golden.lengths()))

    figures = (await ask(golden_database, period=None)).figures

    assert told(figures["I01"])[0] == 1020
    assert told(figures["I05"])[:2] == (89, 1020)
    assert told(figures["I08"])[:2] == (80, 270)


async def test_the_year_after_holds_those_who_joined_after_midnight_in_london(
    golden_database: Database, golden: Streams, golden_with_edges: Streams
) -> None:
    await take_in(golden_database, golden_with_edges.batches(after=golden.lengths()))
    after = Period(first=date(2011, 4, 1), end=date(2012, 4, 1))

    figures = (await ask(golden_database, period=after)).figures

    assert told(figures["I01"])[0] == 10
    assert told(figures["I02"])[:3] == (10, 10, "100.0")
    assert told(figures["I10"])[:3] == (0, 10, "0.0")


async def test_a_late_sign_off_restates_the_figure_and_the_position_before_still_gives_the_old(
    golden_database: Database, golden: Streams
) -> None:
    before = await ask(golden_database)
    streams = golden.copy()
    add_late_step(streams)

    await take_in(golden_database, streams.batches(after=golden.lengths()))

    now = await ask(golden_database)
    assert told(now.figures["I02"]) == (471, 1000, "47.1", 1000, {})
    assert now.figures["I01"].parts["open"] == 49
    changed = {number for number in GOLDEN if told(now.figures[number]) != GOLDEN[number]}
    assert changed == {"I02"}
    assert_golden(await ask(golden_database, position=before.position))
    assert before.as_at is not None
    assert_golden(await ask(golden_database, time=before.as_at))
    async with acting_as(golden_database, "reader") as reader, reader.transaction():
        await reader.execute("SELECT set_config('ht.organisations', $1, true)", ORGANISATION)
        between = await reader.fetch(
            "SELECT type FROM ledger WHERE position > $1 AND type LIKE '%.plan_signed_off.%'",
            before.position,
        )
    assert len(between) == 1


async def test_before_anything_was_received_no_rate_has_a_value(
    golden_template: Database,
) -> None:
    long_ago = datetime(2010, 1, 1, tzinfo=LONDON) - timedelta(days=1)

    by_position = await ask(golden_template, position=0)
    by_time = await ask(golden_template, time=long_ago)

    for report in (by_position, by_time):
        assert report.position == 0
        assert report.as_at is None
        assert told(report.figures["I01"]) == (0, None, "0", 0, {})
        assert told(report.figures["I02"]) == (0, 0, None, 0, {})
        assert told(report.figures["I11"]) == (0, 0, None, 0, {})
