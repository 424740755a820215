"""Reporting periods: half-open, in days as people in the United Kingdom live them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from ht_kit.clock import LONDON

_FINANCIAL_YEAR = re.compile(r"(?P<from>[12][0-9]{3})-(?P<to>[0-9]{2})")
_APRIL = 4


class NotAPeriod(Exception):  # noqa: N818 - named for its reason
    """A period is a financial year, as 2010-11."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days from `first` up to, and without, `end`."""

    first: date
    end: date

    @property
    def since(self) -> datetime:
        """The instant at which the period begins."""
        return datetime.combine(self.first, time(), LONDON)

    @property
    def until(self) -> datetime:
        """The first instant after the period."""
        return datetime.combine(self.end, time(), LONDON)


def financial_year(text: str) -> Period:
    """Read a financial year: 2010-11 is 1 April 2010 to 31 March 2011, both days included."""
    match = _FINANCIAL_YEAR.fullmatch(text)
    if match is None:
        raise NotAPeriod
    year = int(match["from"])
    if (year + 1) % 100 != int(match["to"]):
        raise NotAPeriod
    return Period(first=date(year, _APRIL, 1), end=date(year + 1, _APRIL, 1))
