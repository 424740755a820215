"""The published test vectors of every instrument, and what each figure is called.

Every figure is made by the declared rule; two rules of one questionnaire disagree, and say so.
"""

from decimal import Decimal

import pytest

from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.alcohol_and_smoking import units_in
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.refusals import NoSuchAlgorithm, PartlyAnswered
from ht_plans.domain.scoring.scores import bands_of, score

from .answering import answers, items, one


def named(answered: Answered) -> tuple[object, list[str]]:
    scored = score(answered)
    bands = bands_of(scored.instrument, scored.algorithm, scored.value)
    return scored.value, list(bands.values())


@pytest.mark.parametrize(
    ("given", "total", "band", "positive"),
    [
        ((1, 2, 1), 4, "lower", False),
        ((2, 2, 1), 5, "increasing", True),
        ((3, 2, 3), 8, "higher", True),
        ((4, 3, 4), 11, "possible_dependence", True),
        ((4, 4, 4), 12, "possible_dependence", True),
        ((0, None, None), 0, "lower", False),
    ],
)
def test_audit_c(given: tuple[int | None, ...], total: int, band: str, positive: bool) -> None:
    answered = items("audit_c", *given)

    assert named(answered) == (total, [band])
    assert score(answered).follow_up is positive


@pytest.mark.parametrize(
    ("given", "total", "band"),
    [
        ((0,) * 10, 0, "none"),
        ((3, 2, 2, 0, 0, 0, 0, 0, 0, 0), 7, "low"),
        ((3, 2, 3, 0, 0, 0, 0, 0, 0, 0), 8, "increasing"),
        ((3, 1, 4, 0, 2, 0, 0, 0, 2, 4), 16, "higher"),
        ((4, 3, 4, 0, 2, 0, 1, 0, 2, 4), 20, "possible_dependence"),
        ((0, None, None, None, None, None, None, None, 2, 0), 2, "low"),
        ((2, 0, 0, None, None, None, None, None, 0, 0), 2, "low"),
    ],
)
def test_audit(given: tuple[int | None, ...], total: int, band: str) -> None:
    assert named(items("audit", *given)) == (total, [band])


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((0, None, None), ("item_9", "item_10")),
        (
            (2, 1, 0, None, None, None, None, None, 0, 0),
            ("item_4", "item_5", "item_6", "item_7", "item_8"),
        ),
        ((2, 0, None, 0, 0, 0, 0, 0, 0, 0), ("item_3",)),
    ],
)
def test_audit_is_complete_without_what_who_drinks_little_need_not_answer(
    given: tuple[int | None, ...], missing: tuple[str, ...]
) -> None:
    with pytest.raises(PartlyAnswered) as refused:
        score(items("audit", *given))

    assert refused.value.missing == {"audit": missing}


INDEX = ("inactive", "moderately_inactive", "moderately_active", "active")


@pytest.mark.parametrize(
    ("work", "exercise", "cycling", "by_table", "by_total", "total"),
    [
        ("not_employed", 0, 0, "inactive", "inactive", 1),
        ("not_employed", 1, 0, "moderately_inactive", "inactive", 2),
        ("standing", 2, 0, "active", "moderately_active", 4),
        ("heavy_manual", 0, 0, "active", "moderately_active", 4),
        ("heavy_manual", 2, 2, "active", "active", 8),
    ],
)
def test_gppaq_has_two_rules_that_disagree(  # noqa: PLR0917 - the table's columns
    work: str, exercise: int, cycling: int, by_table: str, by_total: str, total: int
) -> None:
    said = {"work": work, "exercise": str(exercise), "cycling": str(cycling)}

    assert named(answers("gppaq", **said))[1] == [by_table]
    assert named(answers("gppaq", rule="gppaq-nhs-online", **said)) == (total, [by_total])


@pytest.mark.parametrize(
    ("work", "row"),
    [
        ("not_employed", (0, 1, 2, 3)),
        ("sedentary", (0, 1, 2, 3)),
        ("standing", (1, 2, 3, 3)),
        ("physical", (2, 3, 3, 3)),
        ("heavy_manual", (3, 3, 3, 3)),
    ],
)
def test_gppaq_is_the_department_of_healths_table(work: str, row: tuple[int, ...]) -> None:
    for exercise, index in enumerate(row):
        answered = answers("gppaq", work=work, exercise=str(exercise), cycling="0")

        assert named(answered) == (index, [INDEX[index]])
        assert score(answered).follow_up is (index < 3)


def test_walking_and_its_pace_are_asked_and_not_scored() -> None:
    plain = answers("gppaq", work="standing", exercise="0", cycling="0")
    walks = answers(
        "gppaq", work="standing", exercise="0", cycling="0", walking="3", pace="brisk"
    )

    assert score(walks).value == score(plain).value
    assert score(walks).answers["pace"] == "brisk"


def test_a_rule_that_an_instrument_does_not_have_is_refused() -> None:
    with pytest.raises(NoSuchAlgorithm):
        score(items("who5", 3, 3, 3, 3, 3, rule="gppaq-dh2009"))


@pytest.mark.parametrize(
    ("millilitres", "strength", "units"),
    [
        ("568", "4", "2.27"),
        ("568", "5.2", "2.95"),
        ("175", "13", "2.28"),
        ("25", "40", "1.00"),
        ("750", "13.5", "10.13"),
        ("500", "7.5", "3.75"),
    ],
)
def test_units_of_alcohol_are_rounded_half_up(
    millilitres: str, strength: str, units: str
) -> None:
    assert units_in(Decimal(millilitres), Decimal(strength)) == Decimal(units)


def test_general_self_efficacy_of_ten_items_is_a_sum() -> None:
    assert score(items("gse10", *[2] * 10)).value == 20
    assert score(items("gse10", *[4] * 10)).value == 40


def test_work_and_social_adjustment_leaves_work_out_for_who_does_not_work() -> None:
    assert score(items("wsas", 4, 3, 2, 5, 1)).value == 15
    retired = items("wsas", None, 3, 2, 5, 1, rule="wsas.without_work.v1")
    assert score(retired).value == 11
    asked_all_the_same = items("wsas", 4, 3, 2, 5, 1, rule="wsas.without_work.v1")
    assert score(asked_all_the_same).value == 11


def test_short_ipaq_adds_up_the_energy_of_three_kinds_of_activity() -> None:
    week = answers(
        "ipaq_short",
        vigorous_days=3,
        vigorous_minutes=30,
        moderate_days=2,
        moderate_minutes=40,
        walking_days=7,
        walking_minutes=20,
    )

    assert score(week).value == 1502


def test_short_bouts_do_not_count_and_long_days_count_three_hours() -> None:
    week = answers(
        "ipaq_short",
        vigorous_days=0,
        moderate_days=1,
        moderate_minutes=9,
        walking_days=1,
        walking_minutes=181,
    )

    assert score(week).value == Decimal("3.3") * 180


@pytest.mark.parametrize(
    ("minutes", "counted"), [(9, 0), (10, 10), (179, 179), (180, 180), (181, 180)]
)
def test_a_bout_counts_from_ten_minutes_and_a_day_up_to_three_hours(
    minutes: int, counted: int
) -> None:
    week = answers(
        "ipaq_short",
        vigorous_days=1,
        vigorous_minutes=minutes,
        moderate_days=0,
        walking_days=0,
    )

    assert score(week).value == 8 * counted


SWEMWBS = {
    7: "7.00", 8: "9.51", 9: "11.25", 10: "12.40", 11: "13.33", 12: "14.08", 13: "14.75",
    14: "15.32", 15: "15.84", 16: "16.36", 17: "16.88", 18: "17.43", 19: "17.98", 20: "18.59",
    21: "19.25", 22: "19.98", 23: "20.73", 24: "21.54", 25: "22.35", 26: "23.21", 27: "24.11",
    28: "25.03", 29: "26.02", 30: "27.03", 31: "28.13", 32: "29.31", 33: "30.70", 34: "32.55",
    35: "35.00",
}  # fmt: skip


@pytest.mark.parametrize("raw", SWEMWBS)
def test_short_wemwbs_is_turned_into_a_metric_score(raw: int) -> None:
    each, one_higher = divmod(raw, 7)
    given = [each + (place < one_higher) for place in range(7)]

    assert score(items("swemwbs", *given)).value == Decimal(SWEMWBS[raw])


def test_wemwbs_is_a_sum_of_fourteen() -> None:
    assert score(items("wemwbs", *[1] * 14)).value == 14
    assert score(items("wemwbs", *[5] * 14)).value == 70


@pytest.mark.parametrize(
    ("status", "cigarettes", "a_day"), [("1", 20, 20), ("2", None, 0), ("4", None, 0)]
)
def test_cigarettes_are_counted_of_who_smokes(
    status: str, cigarettes: int | None, a_day: int
) -> None:
    answered = answers("smoking", status=status, cigarettes_a_day=cigarettes)

    assert score(answered).value == a_day


def test_a_smoker_is_asked_how_many() -> None:
    with pytest.raises(PartlyAnswered):
        score(answers("smoking", status="1", cigarettes_a_day=None))


@pytest.mark.parametrize(
    ("moderate", "vigorous", "minutes", "band"),
    [
        (29, 0, 29, "inactive"),
        (30, 0, 30, "fairly_active"),
        (0, 15, 30, "fairly_active"),
        (149, 0, 149, "fairly_active"),
        (0, 75, 150, "active"),
    ],
)
def test_vigorous_minutes_count_double(
    moderate: int, vigorous: int, minutes: int, band: str
) -> None:
    answered = answers("activity_minutes", moderate=moderate, vigorous=vigorous)

    assert named(answered) == (minutes, [band])


RATINGS: tuple[Instrument, ...] = (
    "self_confidence", "ons4_satisfaction", "ons4_worthwhile", "ons4_happiness", "ons4_anxiety",
    "eq_vas", "general_health", "waist", "moderate_activity", "intense_activity",
)  # fmt: skip


@pytest.mark.parametrize("instrument", RATINGS)
def test_what_is_one_number_is_its_own_figure(instrument: Instrument) -> None:
    number = 50 if instrument == "waist" else 7

    assert score(one(instrument, number)).value == number
