"""A number that fails its check is a slip of the pen, never a client."""

import pytest

from ht_intake.nhs_number import NotAnNhsNumber, as_ten_digits

VALID = [
    "9434765919",
    "9990000018",
    "9990000026",
    "9990000034",
    "9990000042",
    "9990000069",
    "9990000077",
    "9912003888",
    "9876543210",
]
CHECK_DIGIT_NOUGHT = ["9990000050", "9990000190", "9990000220"]
STEMS_WITHOUT_A_NUMBER = ["999000000", "999000014", "999000028", "999000031", "999000045"]
INVALID = [
    "9990000000",
    "9991234560",
    "9434765918",
    "943476591",
    "94347659190",
    "94347A5919",
    "1234567890",
]
PASS_THE_ARITHMETIC = ["0000000000", "1111111111", "9999999999"]


@pytest.mark.parametrize("number", VALID + CHECK_DIGIT_NOUGHT)
def test_a_number_whose_check_digit_agrees_is_taken(number: str) -> None:
    assert as_ten_digits(number) == number


@pytest.mark.parametrize("number", [*INVALID, *PASS_THE_ARITHMETIC, ""])
def test_a_number_that_cannot_have_been_issued_is_refused(number: str) -> None:
    with pytest.raises(NotAnNhsNumber):
        as_ten_digits(number)


@pytest.mark.parametrize("stem", STEMS_WITHOUT_A_NUMBER)
def test_a_stem_whose_check_digit_would_be_ten_has_no_number(stem: str) -> None:
    for last in range(10):
        with pytest.raises(NotAnNhsNumber):
            as_ten_digits(f"{stem}{last}")


@pytest.mark.parametrize("typed", ["999 000 0018", "999-000-0018", " 9990000018 "])
def test_spaces_and_hyphens_are_how_people_write(typed: str) -> None:
    assert as_ten_digits(typed) == "9990000018"


@pytest.mark.parametrize(
    "typed",
    [
        "999\n0000018",
        "\uff19\uff19\uff19\uff10\uff10\uff10\uff10\uff10\uff11\uff18",
        "999.000.0018",
    ],
)
def test_other_signs_are_not_how_people_write(typed: str) -> None:
    with pytest.raises(NotAnNhsNumber):
        as_ten_digits(typed)
