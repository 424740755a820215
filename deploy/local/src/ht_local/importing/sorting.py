"""Which rows of an extract can be taken in, which say the same twice, and which must wait."""

from collections import Counter
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date

from ht_local.importing.mapping import Mapping
from ht_local.importing.people import Held, Person, read_person
from ht_local.importing.reading import Extract, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A row that says what an earlier one says, of the same person."""

    row: Row
    of: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """All rows of an extract, each in one class."""

    extract: Extract
    people: tuple[Person, ...]
    duplicates: tuple[Duplicate, ...]
    held: tuple[Held, ...]

    @property
    def held_by_reason(self) -> Map[str, int]:
        """Count held rows by their first reason."""
        return dict(sorted(Counter(each.reason for each in self.held).items()))


def sort_rows(extract: Extract, mapping: Mapping, today: date) -> Sorted:
    """Put every row in its class. It looks at the file alone; nothing is asked of anybody."""
    seen = _Seen(mapping)
    people: list[Person] = []
    duplicates: list[Duplicate] = []
    held: list[Held] = []
    for row in extract.rows:
        match read_person(row, mapping, today):
            case Held() as waits:
                held.append(waits)
            case Person() as person:
                match seen.before(person):
                    case None:
                        people.append(person)
                    case Row() as earlier:
                        duplicates.append(Duplicate(row=row, of=earlier))
                    case reason:
                        held.append(Held(row=row, reasons=(reason,)))
    return Sorted(
        extract=extract,
        people=tuple(people),
        duplicates=tuple(duplicates),
        held=tuple(held),
    )


class _Seen:
    """The people of the rows so far, by what says that two are one."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._by: dict[tuple[str, object], Person] = {}

    def before(self, person: Person) -> Row | tuple[str, str] | None:
        """Give the earlier row of the same person, or why nobody can say that it is one."""
        keys = self._keys(person)
        found = {
            kind: self._by[kind, key] for kind, key in keys.items() if (kind, key) in self._by
        }
        who = self._mapping.person
        for kind, reason, column in (
            ("number", "same_nhs_number", who.nhs_number or ""),
            ("reference", "same_reference", who.reference),
        ):
            if kind in found:
                same = self._says(found[kind]) == self._says(person)
                return found[kind].row if same else (reason, column)
        if "whole" in found and person.nhs_number is None:
            return found["whole"].row
        self._by |= dict.fromkeys(keys.items(), person)
        return None

    def _keys(self, person: Person) -> dict[str, object]:
        keys: dict[str, object] = {
            "reference": person.reference,
            "whole": (person.client["name"].casefold(), self._says(person)),
        }
        return keys if person.nhs_number is None else {**keys, "number": person.nhs_number}

    def _says(self, person: Person) -> tuple[str, ...]:
        """Give all that a row says but the reference and the name: names are spelt freely."""
        who = self._mapping.person
        read = {title for title, _ in self._mapping.titles()} - {who.reference, *who.name}
        return tuple(person.row[title] for title in sorted(read))
