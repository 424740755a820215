"""Whatever way somebody is written down, they are found to be alike; and nobody else is."""

from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ht_intake.likeness import name_and_postcode, telephone_digits
from ht_intake.limits import HOUR, Limit, household


@pytest.mark.parametrize(
    "written",
    [
        "07700900123",
        "07700 900 123",
        "+44 7700 900123",
        "+44 (0)7700 900-123",
        "00447700900123",
    ],
)
def test_one_telephone_is_one_however_it_is_written(written: str) -> None:
    assert telephone_digits(written) == "07700900123"


@pytest.mark.parametrize("written", [None, "12345", "+44", ""])
def test_what_is_no_whole_number_finds_nobody(written: str | None) -> None:
    assert telephone_digits(written) is None


@given(st.from_regex(r"\A07700 900[0-9]{3}\Z"), st.from_regex(r"\A07700 900[0-9]{3}\Z"))
def test_two_telephones_are_alike_only_where_their_digits_are(one: str, other: str) -> None:
    assert (telephone_digits(one) == telephone_digits(other)) == (one == other)


def test_a_name_is_one_with_or_without_accents_and_in_any_order() -> None:
    wanted = name_and_postcode("Zoë O'Hara-Invented", "XX1 1AA")

    assert name_and_postcode("oharainvented  ZOE", "xx11aa") == wanted
    assert name_and_postcode("Zoe O\u2019Hara Invented", "XX1 1AA") != wanted
    assert name_and_postcode("Zoë O'Hara-Invented", "XX1 1AB") != wanted


@pytest.mark.parametrize(("name", "postcode"), [(None, "XX1 1AA"), ("Rose", None), ("7", "X")])
def test_a_name_or_a_postcode_alone_finds_nobody(
    name: str | None, postcode: str | None
) -> None:
    assert name_and_postcode(name, postcode) is None


def test_so_many_in_an_hour_and_then_one_waits_until_the_first_is_an_hour_ago() -> None:
    limit = Limit(2)

    assert [limit.wait("here", at) for at in (0.0, 10.0)] == [0.0, 0.0]
    assert limit.wait("here", 20.0) == HOUR - 20.0
    assert limit.wait("there", 20.0) == 0.0
    assert limit.wait("here", HOUR) == 0.0
    assert limit.wait("here", HOUR + 1.0) == 9.0


def and_just_an_hour_later(moments: list[float]) -> list[float]:
    return sorted([*moments, *(at + HOUR for at in moments), *(at + HOUR for at in moments)])


UP: Final = 64_186.78345922579  # seconds that a machine may be up: an hour later is rounded


@given(
    st.lists(st.floats(0, 4 * HOUR), max_size=30).map(and_just_an_hour_later),
    st.integers(1, 5),
)
@example([1e-17, HOUR, HOUR], 1)
@example([UP, UP + HOUR, UP + HOUR], 1)
def test_no_hour_ever_lets_through_more(moments: list[float], most: int) -> None:
    limit = Limit(most)

    through = [at for at in moments if not limit.wait("here", at)]

    assert all(
        sum(1 for at in through if begun <= at < begun + HOUR) <= most for begun in through
    )


def test_no_more_is_remembered_than_fits() -> None:
    limit = Limit(1, keys=2)
    for key in ("one", "two", "three"):
        limit.wait(key, 0.0)

    assert limit.wait("one", 1.0) == 0.0
    assert limit.wait("three", 1.0) > 0


def test_a_household_is_one_sender_and_what_cannot_be_read_is_one_as_well() -> None:
    assert household("192.0.2.7") == "192.0.2.7"
    assert household("2001:db8::1") == household("2001:db8::ffff")
    assert household("2001:db8::1") != household("2001:db8:0:1::1")
    assert household("whatever") == household("")
