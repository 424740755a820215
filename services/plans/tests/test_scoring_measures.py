"""Every figure is scored by the service, unrounded, and names the rule that made it.

The vectors are those of the published instruments: WHO-5, NGSE, body mass index, the 0 to 100
rating of health.
"""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.definition import rounded
from ht_plans.domain.scoring.refusals import (
    NoSuchItem,
    NotAChoice,
    NotInSteps,
    NotPlausible,
    PartlyAnswered,
)
from ht_plans.domain.scoring.scores import bands_of, score

from .answering import answers, items


def body(height: str, weight: str) -> Answered:
    return answers("bmi", height_cm=height, weight_kg=weight)


def portions(eaten: str) -> Answered:
    return answers("fruit_and_vegetables", portions_a_day=eaten)


def snacks(number: str, per: str = "week") -> Answered:
    return answers("high_fat_snacks", number=number, per=per)


def health(rating: int) -> Answered:
    return answers("general_health", rating=rating)


def efficacy(four: int, other_four: int) -> Answered:
    return items("ngse", *[four] * 4, *[other_four] * 4)


def classes(value: Decimal) -> Mapping[str, str]:
    return bands_of("bmi", "bmi.kg_per_m2.v1", value)


def who5(raw: int) -> Answered:
    each, one_higher = divmod(raw, 5)
    return items("who5", *(each + (place < one_higher) for place in range(5)))


@pytest.mark.parametrize(
    ("given", "per_cent", "follow_up"),
    [
        ((0, 0, 0, 0, 0), 0, True),
        ((5, 5, 5, 5, 0), 80, True),
        ((2, 2, 2, 2, 5), 52, False),
        ((2, 2, 2, 2, 4), 48, True),
        ((2, 3, 2, 2, 3), 48, True),
        ((3, 3, 3, 2, 2), 52, False),
        ((5, 5, 5, 5, 1), 84, True),
        ((5, 5, 5, 5, 5), 100, False),
    ],
)
def test_wellbeing_is_a_percentage_and_low_answers_ask_for_a_closer_look(
    given: tuple[int, ...], per_cent: int, follow_up: bool
) -> None:
    scored = score(items("who5", *given))

    assert scored.value == per_cent
    assert scored.follow_up is follow_up


@pytest.mark.parametrize(
    ("given", "mean"),
    [
        ((4, 4, 3, 4, 3, 4, 3, 3), "3.5"),
        ((2, 2, 2, 2, 3, 3, 3, 3), "2.5"),
        ((3, 3, 3, 3, 4, 4, 4, 4), "3.5"),
        ((4, 4, 4, 4, 4, 4, 4, 5), "4.125"),
        ((5, 5, 5, 5, 5, 5, 5, 5), "5"),
    ],
)
def test_self_efficacy_is_the_mean_of_its_eight_items(
    given: tuple[int, ...], mean: str
) -> None:
    assert str(score(items("ngse", *given)).value) == mean


@pytest.mark.parametrize(
    ("height", "weight", "exact"),
    [
        ("200", "120.0", "30"),
        ("200", "152.0", "38"),
        ("150", "67.5", "30"),
        ("150", "66.6", "29.6"),
        ("150", "81.9", "36.4"),
        ("150", "81.0", "36"),
    ],
)
def test_body_mass_index_is_exact_where_it_can_be(height: str, weight: str, exact: str) -> None:
    assert str(score(body(height, weight)).value) == exact


def test_body_mass_index_is_kept_unrounded() -> None:
    assert str(score(body("170", "80")).value).startswith("27.6816608996539")


@pytest.mark.parametrize(
    ("height", "weight", "scale", "figure", "name"),
    [
        ("170", "80", "general", "27.7", "overweight"),
        ("170", "80", "lower", "27.7", "obese_1"),
        ("180", "110", "general", "34.0", "obese_1"),
        ("180", "110", "lower", "34.0", "obese_2"),
        ("185", "62", "general", "18.1", "underweight"),
        ("185", "62", "lower", "18.1", "underweight"),
    ],
)
def test_a_body_mass_is_rounded_half_up_and_then_named(
    height: str, weight: str, scale: str, figure: str, name: str
) -> None:
    value = score(body(height, weight)).value

    assert rounded(value, Decimal("0.1")) == Decimal(figure)
    assert classes(value)[scale] == name


def test_in_pregnancy_a_body_mass_is_kept_and_called_nothing() -> None:
    expecting = score(answers("bmi", height_cm="170", weight_kg="80", pregnant="yes"))
    not_so = score(answers("bmi", height_cm="170", weight_kg="80", pregnant="no"))

    assert expecting.value == not_so.value == score(body("170", "80")).value
    assert bands_of("bmi", expecting.algorithm, expecting.value, expecting.answers) == {}
    assert bands_of("bmi", not_so.algorithm, not_so.value, not_so.answers) == {
        "general": "overweight",
        "lower": "obese_1",
    }


def test_a_figure_that_rounds_up_to_a_threshold_has_reached_it() -> None:
    assert classes(Decimal("24.95"))["general"] == "overweight"
    assert classes(Decimal("24.949"))["general"] == "healthy"


def test_snacks_a_day_are_seven_times_as_many_a_week() -> None:
    assert score(snacks("1", "day")).value == 7
    assert score(snacks("3", "week")).value == 3


def test_the_unit_a_client_answered_in_is_kept() -> None:
    kept = score(snacks("1", "day")).answers

    assert kept == {"number": "1", "per": "day"}


def test_nothing_eaten_is_an_answer_and_not_a_missing_one() -> None:
    assert score(portions("0")).value == 0
    assert score(health(0)).value == 0


@pytest.mark.parametrize(
    ("pairs", "per_cent"),
    [
        ([("1", "3"), ("4", "5"), ("5", "6")], 40),
        ([("1", "3"), ("4", "5"), ("5", "6"), ("0", "2")], 60),
    ],
)
def test_pairs_that_start_at_nothing_still_count_in_the_ratio_of_sums(
    pairs: list[tuple[str, str]], per_cent: int
) -> None:
    before = sum(score(portions(pre)).value for pre, _ in pairs)
    after = sum(score(portions(post)).value for _, post in pairs)

    assert 100 * (after / before - 1) == per_cent


def test_half_a_portion_counts_and_a_third_does_not() -> None:
    assert score(portions("3.5")).value == Decimal("3.5")
    with pytest.raises(NotInSteps):
        score(portions("3.3"))


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        (items("who5", 3, None, 3, None, 3), ("item_2", "item_4")),
        (items("who5", 3, 3), ("item_3", "item_4", "item_5")),
        (items("ngse", 3, 3, 3, 3, 3, 3, 3), ("item_8",)),
        (answers("bmi", height_cm="170", weight_kg=None), ("weight_kg",)),
        (answers("high_fat_snacks", number="2", per=None), ("per",)),
    ],
)
def test_a_measure_answered_in_part_says_which_items_are_missing(
    answer: Answered, missing: tuple[str, ...]
) -> None:
    with pytest.raises(PartlyAnswered) as refused:
        score(answer)

    assert refused.value.missing == {answer.instrument: missing}
    assert [field.split(".")[1] for field, _ in refused.value.fields] == list(missing)


@pytest.mark.parametrize(
    "answer",
    [
        body("1.7", "80"),
        body("170", "20"),
        body("170", "400"),
        portions("20.5"),
        snacks("101", "week"),
        health(101),
        items("ngse", 0, 3, 3, 3, 3, 3, 3, 3),
        items("who5", 6, 3, 3, 3, 3),
    ],
)
def test_what_cannot_be_true_is_refused(answer: Answered) -> None:
    with pytest.raises(NotPlausible):
        score(answer)


def test_a_choice_is_one_of_those_that_are_offered() -> None:
    with pytest.raises(NotAChoice):
        score(snacks("1", "month"))


def test_a_word_is_no_answer_to_a_number() -> None:
    with pytest.raises(NotPlausible):
        score(Answered(instrument="general_health", items={"rating": "fine"}))


def test_more_answers_than_items_are_refused() -> None:
    with pytest.raises(NoSuchItem):
        score(items("who5", 3, 3, 3, 3, 3, 3))


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (body("200", "240"), 60),
        (body("200", "80"), 20),
        (portions("15"), 15),
        (snacks("70", "week"), 70),
        (health(100), 100),
    ],
)
def test_extreme_lives_are_plausible(answer: Answered, value: int) -> None:
    assert score(answer).value == value


# The six measures of the national report, as the golden data set gives them: how many pairs,
# before, after; and what all of them come to.
WHO5_RAW = [(1, 0, 6), (49, 8, 13), (20, 12, 15), (29, 12, 14), (1, 20, 21)]
LIVES: list[tuple[list[tuple[int, Answered, Answered]], str, str]] = [
    (
        [
            (25, body("200", "120.0"), body("200", "120.0")),
            (25, body("200", "152.0"), body("200", "144.0")),
            (25, body("150", "67.5"), body("150", "66.6")),
            (20, body("150", "85.5"), body("150", "81.9")),
            (5, body("150", "85.5"), body("150", "81.0")),
        ],
        *("3400", "3298"),
    ),
    (
        [
            (10, portions("0"), portions("2")),
            (10, portions("1"), portions("2")),
            (10, portions("2"), portions("3")),
            (16, portions("3.5"), portions("4")),
            (4, portions("3.5"), portions("5")),
        ],
        *("100", "154"),
    ),
    (
        [
            (1, snacks("0"), snacks("2")),
            (1, snacks("1", "day"), snacks("3")),
            (44, snacks("5"), snacks("2")),
            (1, snacks("5"), snacks("3")),
            (3, snacks("6"), snacks("3")),
        ],
        *("250", "105"),
    ),
    (
        [
            (1, health(0), health(40)),
            (48, health(40), health(60)),
            (40, health(60), health(75)),
            (10, health(60), health(74)),
            (1, health(80), health(90)),
        ],
        *("5000", "6750"),
    ),
    (
        [
            (20, efficacy(3, 3), efficacy(4, 4)),
            (52, efficacy(3, 4), efficacy(3, 4)),
            (28, efficacy(3, 4), efficacy(4, 4)),
        ],
        *("340", "374"),
    ),
    ([(n, who5(before), who5(after)) for n, before, after in WHO5_RAW], "4000", "5480"),
]


@pytest.mark.parametrize(
    ("pairs", "before", "after"),
    LIVES,
    ids=["bmi", "fruit and vegetables", "snacks", "health", "ngse", "who5"],
)
def test_the_golden_lives_add_up_to_the_last_unit(
    pairs: list[tuple[int, Answered, Answered]], before: str, after: str
) -> None:
    assert sum(n * score(pre).value for n, pre, _ in pairs) == Decimal(before)
    assert sum(n * score(post).value for n, _, post in pairs) == Decimal(after)
