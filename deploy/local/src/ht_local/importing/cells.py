"""The cells of one row, read as the mapping says; what is wrong with them is gathered."""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Map
from datetime import date, datetime
from typing import Any, TypeAlias

from ht_intake.nhs_number import as_ten_digits
from ht_intake.postcode import as_postcode
from ht_local.importing.mapping import Coded, Dated, Mapping
from ht_local.importing.reading import Row

Form: TypeAlias = dict[str, Any]
WHY: Map[str, str] = {
    "repeated_header": "The row repeats the column titles.",
    "cut_short": "The row has more or fewer cells than there are titles.",
    "missing_reference": "The reference in the old system is missing.",
    "missing_name": "There is no name.",
    "missing_source": "It is not said who referred the person.",
    "bad_nhs_number": "The NHS number fails its check.",
    "impossible_date": "There is no such day, or it is missing, or it has not come yet.",
    "out_of_order": "A day lies before one that it must follow.",
    "unknown_code": "The mapping has no code for what stands there.",
    "no_such_programme": "The mapping names no programme for this service.",
    "not_a_number": "This should be a number.",
    "not_plausible": "This number cannot be true.",
    "bad_telephone": "This is not a telephone number.",
    "bad_area": "This is neither a postcode nor an area code.",
    "too_long": "This is longer than can be kept.",
    "incomplete_plan": "A plan needs the day it was agreed; an ending needs its day.",
    "check_without_change": "Only a plan that was achieved, at least in part, is asked after.",
    "same_reference": "An earlier row has this reference, and says something else.",
    "same_nhs_number": "An earlier row has this NHS number, and says something else.",
    "refused": "A service refused it; its words stand beside this.",
}
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,24}")
_LSOA = re.compile(r"[A-Z][0-9]{8}")


class Cells:
    """Reads one row: `problems` are reasons with columns, `days` all that it speaks of."""

    def __init__(self, row: Row, mapping: Mapping, today: date) -> None:
        self._row, self._mapping, self._today = row, mapping, today
        self.problems: list[tuple[str, str]] = []
        self.days: list[date] = []

    def nhs_number(self) -> str | None:
        """Give the ten digits, if there is a number and it passes its check."""
        column = self._mapping.person.nhs_number
        if column is None or not self._row[column]:
            return None
        try:
            return as_ten_digits(self._row[column])
        except ValueError:
            self.wrong("bad_nhs_number", column)
            return None

    def telephone(self) -> str | None:
        """Give the telephone number, if there is one."""
        column = self._mapping.person.telephone
        if column is None or not self._row[column]:
            return None
        if not _TELEPHONE.fullmatch(self._row[column]):
            self.wrong("bad_telephone", column)
            return None
        return self._row[column]

    def area(self) -> Form:
        """Give where somebody lived, as far as that is said."""
        area = self._mapping.area
        column = area.postcode or area.lsoa or ""
        told: Form = {"edition": area.edition}
        if not self._row[column]:
            return told
        try:
            if area.postcode:
                return {**told, "postcode": as_postcode(self._row[column])}
        except ValueError:
            self.wrong("bad_area", column)
            return told
        if not _LSOA.fullmatch(self._row[column]):
            self.wrong("bad_area", column)
        return {**told, "lsoa": self._row[column]}

    def coded(
        self,
        coded: Coded[Any],
        *,
        missing: str = "unknown_code",
        unknown: str = "unknown_code",
        may_lack: bool = False,
    ) -> str | None:
        """Give our code for what stands in a column."""
        said = self._row[coded.column]
        if not said:
            if coded.blank is None and not may_lack:
                self.wrong(missing, coded.column)
            return coded.blank
        if said not in coded.codes:
            self.wrong(unknown, coded.column)
            return None
        return str(coded.codes[said])

    def day(self, dated: Dated, *, spoken_of: bool = True) -> date | None:
        """Give the day that stands in a column."""
        form = dated.format or self._mapping.file.dates
        try:
            day = datetime.strptime(self._row[dated.column], form).date()  # noqa: DTZ007 - a day
        except ValueError:
            self.wrong("impossible_date", dated.column)
            return None
        if day > self._today:
            self.wrong("impossible_date", dated.column)
            return None
        if spoken_of:
            self.days.append(day)
        return day

    def noon(self, dated: Dated) -> str | None:
        """Give the day that stands in a column as an instant."""
        day = self.day(dated)
        return None if day is None else at_noon(day)

    def first(self, columns: Iterable[str]) -> str | None:
        """Give the day of the first of these columns that has one."""
        titles = list(columns)
        given = next((title for title in titles if self._row[title]), titles[0])
        return self.noon(self._dated(given))

    def _dated(self, title: str) -> Dated:
        """Give a column of days as the mapping names it elsewhere, with its form."""
        mapping = self._mapping
        named = [mapping.case.opened, mapping.referral.on]
        if mapping.plan:
            named += [mapping.plan.agreed, mapping.plan.ended]
        return next((each for each in named if each.column == title), Dated(column=title))

    def needed(self, column: str, missing: str, longest: int) -> str:
        """Give what must stand in a column."""
        said = self._row[column]
        if not said:
            self.wrong(missing, column)
        self.short_enough(said, column, longest)
        return said

    def short_enough(self, said: str, column: str, longest: int) -> None:
        """Hold the row where something is longer than can be kept."""
        if len(said) > longest:
            self.wrong("too_long", column)

    def wrong(self, reason: str, column: str) -> None:
        """Hold the row for this reason."""
        self.problems.append((reason, column))


def at_noon(day: date) -> str:
    """Give an instant that is this day wherever in the kingdom somebody looks from."""
    return f"{day.isoformat()}T12:00:00Z"
