"""NHS numbers as people type them: checked, and kept as ten digits."""

import re

from nhs_number.validate import is_valid

_SEPARATORS = re.compile(r"[ \-]")
_TEN_DIGITS = re.compile(r"[0-9]{10}")


class NotAnNhsNumber(ValueError):  # noqa: N818 - named for its reason
    """This is not an NHS number: please read the ten digits again."""

    def __str__(self) -> str:
        return self.__doc__ or ""


def as_ten_digits(typed: str) -> str:
    """Give the ten digits of a number typed with spaces or hyphens, or refuse.

    The check digit alone does not refuse a number of ten equal digits, nor one that begins
    with nought: neither was ever issued for use here.
    """
    digits = _SEPARATORS.sub("", typed)
    if (
        not _TEN_DIGITS.fullmatch(digits)
        or digits.startswith("0")
        or len(set(digits)) == 1
        or not is_valid(digits)
    ):
        raise NotAnNhsNumber
    return digits
