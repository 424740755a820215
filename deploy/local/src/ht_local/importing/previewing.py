"""What a commit would do: every row in its class, and nothing is written."""

from collections import Counter
from collections.abc import Mapping as Map
from dataclasses import dataclass

from ht_local.importing.asking import Office, chunks, items
from ht_local.importing.mapping import Mapping
from ht_local.importing.people import Person
from ht_local.importing.sorting import Sorted
from ht_local.lives.api import Api

CLASSES = ("new", "known", "duplicate_in_file", "older", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How many rows of each class, and whom of the extract is known here, by row."""

    sorted: Sorted
    outcomes: Map[int, str]

    @property
    def classes(self) -> Map[str, int]:
        """Count the rows of each class."""
        counted = Counter(self.outcomes.values())
        counted["duplicate_in_file"] = len(self.sorted.duplicates)
        counted["held"] = len(self.sorted.held)
        return {name: counted[name] for name in CLASSES}


async def preview(api: Api, office: Office, found: Sorted, mapping: Mapping) -> Preview:
    """Ask intake who of the people is known here."""
    outcomes: dict[int, str] = {}
    for programme in sorted({person.programme for person in found.people}):
        theirs = [person for person in found.people if person.programme == programme]
        for some in chunks(theirs, 100):
            form = {
                "system": mapping.system,
                "editions": [mapping.area.edition],
                "people": [_sought(person) for person in some],
            }
            told = await api.ask(office.of(programme), "intake", "/imports/lookup", form)
            outcomes |= {each["row"]: each["outcome"] for each in items(told)}
    return Preview(sorted=found, outcomes=outcomes)


def _sought(person: Person) -> dict[str, object]:
    return {
        "row": person.row.number,
        "reference": person.reference,
        "nhs_number": person.nhs_number,
        "last_on": person.last_on.isoformat(),
    }
