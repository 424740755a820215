"""Postcodes as people type them, and as the reference tables have them."""

import re

NO_FIXED_ABODE = "ZZ99 3VZ"
_FORM = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})", re.ASCII)


class NotAPostcode(ValueError):  # noqa: N818 - named for its reason
    """This is not a postcode of the United Kingdom."""

    def __str__(self) -> str:
        return self.__doc__ or ""


def as_postcode(typed: str) -> str:
    """Give a postcode in capitals, with one space before its last three signs, or refuse."""
    found = _FORM.fullmatch(typed.replace(" ", "").upper())
    if found is None:
        raise NotAPostcode
    return f"{found[1]} {found[2]}"
