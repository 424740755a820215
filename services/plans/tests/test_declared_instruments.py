"""Every instrument is declared whole, its bands meet, and no answer leads out of its range."""

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import Refused
from ht_plans.domain.scoring.answers import Answered, missing_from
from ht_plans.domain.scoring.definition import Algorithm, Definition, Item, Said
from ht_plans.domain.scoring.instruments import INSTRUMENTS, USUAL
from ht_plans.domain.scoring.refusals import PartlyAnswered
from ht_plans.domain.scoring.scores import bands_of, score

DECLARED = list(INSTRUMENTS.values())
RULES = [(each, rule) for each in DECLARED for rule in each.algorithms]

MINUTES, UNITS = "activity_minutes.moderate_equivalent.v1", "alcohol_units.a_week.v1"

# Where each name of a figure begins: (rule, scale, the last figure of one name, the first of
# the next, both names).
BOUNDARIES = [
    ("bmi.kg_per_m2.v1", "general", "18.4", "18.5", "underweight", "healthy"),
    ("bmi.kg_per_m2.v1", "general", "24.9", "25.0", "healthy", "overweight"),
    ("bmi.kg_per_m2.v1", "general", "29.9", "30.0", "overweight", "obese_1"),
    ("bmi.kg_per_m2.v1", "general", "34.9", "35.0", "obese_1", "obese_2"),
    ("bmi.kg_per_m2.v1", "general", "39.9", "40.0", "obese_2", "obese_3"),
    ("bmi.kg_per_m2.v1", "lower", "18.4", "18.5", "underweight", "healthy"),
    ("bmi.kg_per_m2.v1", "lower", "22.9", "23.0", "healthy", "overweight"),
    ("bmi.kg_per_m2.v1", "lower", "27.4", "27.5", "overweight", "obese_1"),
    ("bmi.kg_per_m2.v1", "lower", "32.4", "32.5", "obese_1", "obese_2"),
    ("bmi.kg_per_m2.v1", "lower", "37.4", "37.5", "obese_2", "obese_3"),
    ("bmi.kg_per_m2.v1", "general", "24.949", "24.95", "healthy", "overweight"),
    ("who5.per_cent.v1", "wellbeing", "28", "32", "very_low", "low"),
    ("who5.per_cent.v1", "wellbeing", "48", "52", "low", "not_low"),
    (MINUTES, "minutes", "29", "30", "inactive", "fairly_active"),
    (MINUTES, "minutes", "149", "150", "fairly_active", "active"),
    ("gppaq-dh2009", "index", "0", "1", "inactive", "moderately_inactive"),
    ("gppaq-dh2009", "index", "1", "2", "moderately_inactive", "moderately_active"),
    ("gppaq-dh2009", "index", "2", "3", "moderately_active", "active"),
    ("gppaq-nhs-online", "index", "2", "3", "inactive", "moderately_inactive"),
    ("gppaq-nhs-online", "index", "3", "4", "moderately_inactive", "moderately_active"),
    ("gppaq-nhs-online", "index", "4", "5", "moderately_active", "active"),
    (UNITS, "guideline", "14", "14.01", "within_guideline", "above_guideline"),
    (UNITS, "guideline", "14.004", "14.005", "within_guideline", "above_guideline"),
    ("audit_c.sum_of_3.v1", "risk", "4", "5", "lower", "increasing"),
    ("audit_c.sum_of_3.v1", "risk", "7", "8", "increasing", "higher"),
    ("audit_c.sum_of_3.v1", "risk", "10", "11", "higher", "possible_dependence"),
    ("audit.sum_of_10.v1", "risk", "0", "1", "none", "low"),
    ("audit.sum_of_10.v1", "risk", "7", "8", "low", "increasing"),
    ("audit.sum_of_10.v1", "risk", "15", "16", "increasing", "higher"),
    ("audit.sum_of_10.v1", "risk", "19", "20", "higher", "possible_dependence"),
    ("wsas.sum_of_5.v1", "impairment", "9", "10", "slight", "noticeable"),
    ("wsas.sum_of_5.v1", "impairment", "20", "21", "noticeable", "severe"),
    ("wsas.without_work.v1", "impairment", "9", "10", "slight", "noticeable"),
    ("wsas.without_work.v1", "impairment", "20", "21", "noticeable", "severe"),
]  # fmt: skip


def test_every_code_of_an_instrument_is_declared() -> None:
    assert tuple(INSTRUMENTS) == get_args(Instrument)
    assert INSTRUMENTS.keys() > USUAL


def test_no_two_rules_have_the_same_id() -> None:
    ids = [rule.id for _, rule in RULES]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("declared", DECLARED, ids=lambda each: each.instrument)
def test_an_instrument_says_what_it_is_and_under_what_licence(declared: Definition) -> None:
    names = [item.name for item in declared.items]

    assert declared.name
    assert declared.licence.endswith(".")
    assert all(item.about for item in declared.items)
    assert len(set(names)) == len(names) <= 20


@pytest.mark.parametrize(("rule", "scale", "last", "first", "below", "from_there"), BOUNDARIES)
def test_a_figure_has_the_next_name_from_its_boundary_on(  # noqa: PLR0917 - a table
    rule: str, scale: str, last: str, first: str, below: str, from_there: str
) -> None:
    instrument = next(each.instrument for each, one in RULES if one.id == rule)

    assert bands_of(instrument, rule, Decimal(last))[scale] == below
    assert bands_of(instrument, rule, Decimal(first))[scale] == from_there


def test_every_boundary_is_tested_from_both_sides() -> None:
    tested = {(rule, scale, name) for rule, scale, *_, name in BOUNDARIES}
    declared = {
        (rule.id, scale.name, band.name)
        for _, rule in RULES
        for scale in rule.scales
        for band in scale.bands[1:]
    }

    assert tested == declared


@pytest.mark.parametrize(("declared", "rule"), RULES, ids=lambda each: getattr(each, "id", ""))
def test_the_names_of_a_figure_reach_from_end_to_end(
    declared: Definition, rule: Algorithm
) -> None:
    for scale in rule.scales:
        least = [band.least for band in scale.bands]
        assert least == sorted(set(least))
        assert least[0] <= rule.lowest
        assert least[-1] <= rule.highest
    assert declared.algorithm(rule.id) == rule


_TURN = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901",
    "2793806415", "7046913258",
)  # fmt: skip
_ROWS = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321",
    "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip


def verhoeff(code: str) -> bool:
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = int(_ROWS[check][int(_TURN[place % 8][int(digit)])])
    return check == 0


def snomed_codes() -> set[str]:
    found = {declared.snomed for declared in DECLARED}
    for declared, rule in RULES:
        found |= {choice.snomed for item in declared.items for choice in item.choices}
        found |= {band.snomed for scale in rule.scales for band in scale.bands}
    return {code for code in found if code}


@pytest.mark.parametrize("code", sorted(snomed_codes()))
def test_a_snomed_code_has_its_check_digit(code: str) -> None:
    assert verhoeff(code)
    assert not verhoeff(code[:-1] + str((int(code[-1]) + 1) % 10))


def said_to(item: Item) -> st.SearchStrategy[Said]:
    if item.choices:
        return st.sampled_from([choice.code for choice in item.choices])
    if item.step is None:
        return st.decimals(item.lowest, item.highest, places=4)
    steps = int((item.highest - item.lowest) / item.step)
    lowest, step = item.lowest, item.step
    return st.integers(0, steps).map(lambda number: lowest + number * step)


@st.composite
def valid_answers(draw: st.DrawFn) -> Answered:
    declared, rule = draw(st.sampled_from(RULES))
    said = {item.name: draw(st.none() | said_to(item)) for item in declared.items}
    return Answered(instrument=declared.instrument, items=said, algorithm=rule.id)


@st.composite
def any_answers(draw: st.DrawFn) -> Answered:
    declared, rule = draw(st.sampled_from(RULES))
    anything = (
        st.none() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
    )
    said = {item.name: draw(anything | said_to(item)) for item in declared.items}
    return Answered(instrument=declared.instrument, items=said, algorithm=rule.id)


def in_range(answered: Answered) -> bool:
    scored = score(answered)
    rule = INSTRUMENTS[scored.instrument].algorithm(scored.algorithm)
    assert rule is not None
    assert bands_of(scored.instrument, rule.id, scored.value).keys() == {
        scale.name for scale in rule.scales
    }
    return rule.lowest <= scored.value <= rule.highest


@given(valid_answers())
def test_valid_answers_have_a_figure_or_say_what_is_missing(answered: Answered) -> None:
    missing = missing_from(answered)

    if missing:
        with pytest.raises(PartlyAnswered) as refused:
            score(answered)
        assert refused.value.missing == {answered.instrument: missing}
    elif answered.instrument == "bmi":
        assert in_range_or_refused(answered)  # no two of height and weight need fit together
    else:
        assert in_range(answered)


@given(any_answers())
def test_no_answers_give_a_figure_out_of_range(answered: Answered) -> None:
    assert in_range_or_refused(answered)


def in_range_or_refused(answered: Answered) -> bool:
    try:
        return in_range(answered)
    except Refused as refused:
        return hasattr(refused, "fields")
