"""The published figures of 2010-11 come out of 1,040 lives, to the last unit."""

from collections.abc import Mapping

import pytest

from .installation import Golden, Report

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(2400)]

FIGURES = {
    # indicator: numerator, denominator, value
    "I01": (1000, None, 1000),
    "I02": (470, 1000, 47.0),
    "I03": (230, 1000, 23.0),
    "I02S": (470, 880, 53.4),
    "I03S": (230, 880, 26.1),
    "I04": (690, 1000, 69.0),
    "I05": (69, 1000, 6.9),
    "I06": (550, 1000, 55.0),
    "I07": (230, 1000, 23.0),
    "I08": (60, 250, 24.0),
    "I09": (95, 1000, 9.5),
    "I10": (170, 200, 85.0),
    "I10C": (200, 260, 76.9),
    "I11": (3298.0, 3400.0, -3.0),
    "I12": (154, 100, 54.0),
    "I13": (105, 250, -58.0),
    "I14": (6750, 5000, 35.0),
    "I15": (374.0, 340.0, 10.0),
    "I16": (5480, 4000, 37.0),
    "I17": (1, None, 1040),
}
UNPAIRED = {"pre_only": 2, "post_only": 2, "pre_and_review_only": 1}
EXCLUDED = {
    "I01": {"draft": 15},
    "I04": {"no_fixed_abode": 20, "declined": 10, "not_in_lookup": 10},
    "I05": {"V81999": 12, "V81998": 28},
    "I08": {"draft": 7},
    **dict.fromkeys(("I11", "I12", "I13", "I14", "I15", "I16"), UNPAIRED),
}
PAIRS = {"I11": 100, "I12": 50, "I13": 50, "I14": 100, "I15": 100, "I16": 100}
PLANS = {
    "achieved": 470,
    "part_achieved": 230,
    "not_achieved": 180,
    "abandoned": 70,
    "open": 50,
}


def indicator(report: Report, name: str) -> Mapping[str, object]:
    found = report["indicators"]
    assert isinstance(found, dict)
    one = found[name]
    assert isinstance(one, dict)
    return one


def number(told: object) -> float | None:
    return None if told is None else float(str(told))


def split(part: Mapping[str, object]) -> list[float | None]:
    return [number(part[name]) for name in ("numerator", "denominator", "value")]


def figure(report: Report, name: str) -> tuple[float | None, float | None, float | None]:
    told = indicator(report, name)
    return (
        number(told.get("numerator")),
        number(told.get("denominator")),
        number(told.get("value")),
    )


@pytest.mark.parametrize("name", FIGURES)
def test_every_published_figure_comes_out(golden: Golden, name: str) -> None:
    assert figure(golden.report, name) == pytest.approx(FIGURES[name])


@pytest.mark.parametrize("name", EXCLUDED)
def test_what_is_not_counted_is_shown(golden: Golden, name: str) -> None:
    told = indicator(golden.report, name)["excluded"]
    assert isinstance(told, dict)
    assert {reason: count for reason, count in told.items() if count} == EXCLUDED[name]


@pytest.mark.parametrize("name", PAIRS)
def test_changes_say_how_many_pairs_they_rest_on(golden: Golden, name: str) -> None:
    assert indicator(golden.report, name)["n"] == PAIRS[name]


def test_checks_that_are_in_neither_are_shown(golden: Golden) -> None:
    told = indicator(golden.report, "I10")["excluded"]
    assert isinstance(told, dict)
    assert (told["not_contactable"], told["declined"]) == (60, 8)


def test_figures_are_split_where_the_published_ones_could_be_read_two_ways(
    golden: Golden,
) -> None:
    plans = indicator(golden.report, "I01")["parts"]
    assert isinstance(plans, dict)
    counts = {
        name: number(part["numerator"] if isinstance(part, dict) else part)
        for name, part in plans.items()
    }
    assert {name: count for name, count in counts.items() if count} == PLANS
    onward = indicator(golden.report, "I08")["parts"]
    assert isinstance(onward, dict)
    assert split(onward["referrals"]) == [45, 130, 34.6]
    assert split(onward["signposts"]) == [15, 120, 12.5]
    smoking = indicator(golden.report, "I09")["parts"]
    assert isinstance(smoking, dict)
    assert number(smoking["with_secondary"]["value"]) == 13.5


def test_lives_beside_the_year_move_nothing_in_it(golden: Golden, edges: Report) -> None:
    changed = {name for name in FIGURES if figure(edges, name) != figure(golden.report, name)}
    assert changed == {"I17"}
    assert figure(edges, "I17") == (1, None, 1060)


def test_a_late_sign_off_is_seen_now_and_not_before(
    edges: Report, late: Report, before_late: Report
) -> None:
    now, before = late, before_late
    assert figure(now, "I02") == (471, 1000, 47.1)
    assert figure(now, "I02S") == figure(edges, "I02S")
    assert figure(before, "I02") == (470, 1000, 47.0)
    assert {name for name in FIGURES if figure(now, name) != figure(before, name)} == {"I02"}
