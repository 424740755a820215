"""Who is this? The NHS number decides; else three of four agree, however they are typed.

Twins, and a father and his son, are suggested and never linked by themselves. What a person has
said of two people is never asked again.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_intake.comparing import names_alike
from ht_intake.domain.matching import Described, Likeness, compare, one_slip
from ht_intake.domain.names import words_of
from ht_intake.domain.pair import (
    NO_PAIR_YET,
    ClientMerged,
    ClientUnmerged,
    Command,
    Event,
    NotSamePersonRecorded,
    Pair,
    decide,
    evolve,
)
from ht_intake.domain.suggesting import SamePersonSuggested, SuggestSamePerson
from ht_kit.testing import Specification

from .people import APRIL, MARCH, MAY, ROSE, TODAY

ROSA = UUID(int=8)
KATHRYN = Described(
    name="Kathryn O'Dowd-Invented",
    called="Kit",
    birth_date=date(1970, 3, 12),
    postcode="XX2 1AA",
)
SUGGEST = SuggestSamePerson(
    client=ROSA,
    other=ROSE,
    programme="northfield",
    agrees=("given_name", "family_name", "birth_date"),
    differs=("postcode",),
    asked_at=TODAY,
)
SUGGESTED = SamePersonSuggested(
    client=ROSA,
    other=ROSE,
    programme="northfield",
    agrees=("given_name", "family_name", "birth_date"),
    differs=("postcode",),
    suggested_at=TODAY,
)
MERGED = ClientMerged(
    client=ROSA, into=ROSE, programme="northfield", merged_at=APRIL, versions={}, reason=None
)
UNMERGED = ClientUnmerged(client=ROSA, into=ROSE, unmerged_at=MAY, versions={}, reason=None)
TWO_PEOPLE = NotSamePersonRecorded(
    client=ROSA, other=ROSE, programme="northfield", recorded_at=MARCH
)


def likeness(one: Described, other: Described) -> Likeness:
    return compare(one, other, alike=names_alike)


def two(*history: Event) -> Specification[Command, Pair, Event]:
    return Specification(decide, evolve, NO_PAIR_YET).given(*history)


@pytest.mark.parametrize(
    ("typed", "agree"),
    [
        (replace(KATHRYN, name="Catherine O\u2019Dowd Invented"), 4),
        (replace(KATHRYN, name="KATHRYN ODOWD"), 4),
        (replace(KATHRYN, name="Invented, Kathryn"), 4),
        (replace(KATHRYN, name="Kit Invented", called=None), 4),
        (replace(KATHRYN, birth_date=date(1970, 12, 3)), 4),
        (replace(KATHRYN, birth_date=date(1971, 3, 12)), 4),
        (replace(KATHRYN, postcode="XX2 1BA"), 4),
        (replace(KATHRYN, postcode="X2 1AA"), 4),
        (replace(KATHRYN, postcode="XX9 9ZZ"), 3),
        (replace(KATHRYN, birth_date=None), 3),
        (replace(KATHRYN, name="Kathryn Married"), 3),
    ],
)
def test_three_of_four_are_enough_however_they_are_typed(typed: Described, agree: int) -> None:
    found = likeness(KATHRYN, typed)

    assert (found.possible, len(found.agrees)) == (True, agree)


@pytest.mark.parametrize(
    "other",
    [
        replace(KATHRYN, name="Kathryn Married", postcode="XX9 9ZZ"),
        replace(KATHRYN, name="Bernadette Married", called=None),
        Described(name="Kathryn O'Dowd-Invented"),
        replace(KATHRYN, birth_date=None, postcode=None),
        Described(telephone="07700 900123", postcode="XX2 1AA", birth_date=date(1970, 3, 12)),
        Described(),
    ],
)
def test_less_than_three_are_not_enough(other: Described) -> None:
    assert not likeness(replace(KATHRYN, telephone="07700 900123"), other).possible


def test_the_nhs_number_decides_both_ways() -> None:
    numbered = replace(KATHRYN, nhs_number="9990000018")
    somebody = Described(called="Zelda", nhs_number="9990000018")

    assert likeness(numbered, somebody) == Likeness(
        agrees=("nhs_number",), differs=("given_name",)
    )
    assert likeness(numbered, somebody).possible
    assert not likeness(numbered, replace(numbered, nhs_number="9990000026")).possible
    assert likeness(numbered, replace(numbered, nhs_number=None)).possible


def test_twins_and_a_father_and_his_son_are_suggested_with_what_differs() -> None:
    twin = replace(KATHRYN, name="Bernadette O'Dowd-Invented", called=None)
    father = Described(name="John Invented", birth_date=date(1940, 3, 9), postcode="XX2 1AA")
    son = replace(father, birth_date=date(1971, 8, 20))

    assert likeness(KATHRYN, twin) == Likeness(
        agrees=("family_name", "birth_date", "postcode"), differs=("given_name",)
    )
    assert likeness(father, son) == Likeness(
        agrees=("given_name", "family_name", "postcode"), differs=("birth_date",)
    )


def test_a_postcode_of_nobody_says_nothing_of_who_somebody_is() -> None:
    one = Described(name="Kit Invented", birth_date=date(1970, 3, 12), postcode="ZZ99 3VZ")
    other = replace(one, name="Zelda Invented")

    assert likeness(one, other) == Likeness(
        agrees=("family_name", "birth_date"), differs=("given_name",)
    )


def test_a_middle_name_is_no_family_name() -> None:
    one, other = Described(name="Rose Anne Harbour"), Described(name="Rose Anne Meadow")

    assert likeness(one, other) == Likeness(agrees=("given_name",), differs=("family_name",))


NAMES = st.sampled_from(
    ["Rose", "Ros", "O'Dowd", "Łucja", "Ng", "Invented", "Kathryn Mary", "", "Ж Ш", "Zoë-Anne"]
)
PEOPLE = st.builds(
    Described,
    name=st.none() | st.lists(NAMES, max_size=3).map(" ".join),
    called=st.none() | NAMES,
    birth_date=st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    postcode=st.none() | st.sampled_from(["XX2 1AA", "XX2 1AB", "XX3 4CD", "ZZ99 3VZ"]),
    nhs_number=st.none() | st.sampled_from(["9990000018", "9990000026"]),
)


@given(PEOPLE, PEOPLE)
def test_it_is_the_same_whoever_is_named_first(one: Described, other: Described) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(PEOPLE, PEOPLE)
def test_another_number_is_another_person(one: Described, other: Described) -> None:
    numbered = replace(one, nhs_number="9990000018"), replace(other, nhs_number="9990000026")

    assert not likeness(*numbered).possible


@given(st.text(max_size=12), st.integers(0, 11), st.text(min_size=1, max_size=1))
def test_a_slip_of_the_finger_is_overlooked_and_no_more(
    text: str, place: int, sign: str
) -> None:
    at = min(place, len(text))

    assert one_slip(text, text[:at] + sign + text[at:])
    assert one_slip(text[:at] + sign + text[at + 1 :], text)
    assert not one_slip(text, text + "ab")


@given(st.text(max_size=40))
def test_names_are_brought_into_one_form_once(name: str) -> None:
    words = words_of(name)

    assert words_of(" ".join(words)) == words
    assert words_of(name.upper(), name) == words_of(name.upper() + " " + name)


def test_two_who_are_alike_are_put_to_a_person_once() -> None:
    two().when(SUGGEST).then(SUGGESTED)
    two(SUGGESTED).when(SUGGEST).then_nothing()
    assert not evolve(NO_PAIR_YET, SUGGESTED).decided


@pytest.mark.parametrize(
    "history", [(TWO_PEOPLE,), (MERGED,), (MERGED, UNMERGED), (SUGGESTED, TWO_PEOPLE)]
)
def test_what_a_person_has_said_is_never_asked_again(history: tuple[Event, ...]) -> None:
    two(*history).when(SUGGEST).then_nothing()
    two(*history, SUGGESTED).when(SUGGEST).then_nothing()
