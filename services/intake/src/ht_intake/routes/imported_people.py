"""Who of an extract is known here already, and in which words an outcome is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ht_intake.domain.refusals import Refused
from ht_intake.routes.import_forms import Became, PersonForm, Sought
from ht_kit.aggregate import StreamMoved, Taken
from ht_kit.http import ReadDep, SealingDep
from ht_kit.problems import refusal

_BY_REFERENCE = """
SELECT token, client, of_import, last_on FROM imported_client
WHERE token = ANY ($1::text[]) AND NOT undone
"""
_BY_NUMBER = """
SELECT t.token, c.client, (c.registered_at AT TIME ZONE 'Europe/London')::date AS last_on
FROM client_token t JOIN client c ON c.client = t.client
WHERE t.kind = 'nhs_number' AND t.token = ANY ($1::bytea[])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody whom the organisation has as a client."""

    client: UUID
    last_on: date
    of_import: UUID | None = None

    def outcome(self, last_on: date) -> str:
        """Say whether the extract knows nothing later than we do."""
        return "older" if last_on < self.last_on else "known"


class People:
    """Finds the people of an extract among the organisation's clients."""

    def __init__(self, read: ReadDep, sealing: SealingDep, organisation: str) -> None:
        self._read, self._sealing, self._organisation = read, sealing, organisation

    def token(self, system: str, reference: str) -> str:
        """Give what a reference of another system is found by."""
        return self._sealing.blind(
            self._organisation, "imported", f"{system}/{reference}"
        ).hex()

    async def known(
        self, system: str, people: Sequence[Sought | PersonForm]
    ) -> Mapping[int, Known]:
        """Give whom we know, by row: by the reference that they came by, else by number."""
        tokens = {each.row: self.token(system, each.reference) for each in people}
        numbers = {
            each.row: self._sealing.blind(self._organisation, "nhs_number", each.nhs_number)
            for each in people
            if each.nhs_number is not None
        }
        by_token = {
            row["token"]: Known(
                client=row["client"], last_on=row["last_on"], of_import=row["of_import"]
            )
            for row in await self._read.rows(_BY_REFERENCE, list(tokens.values()))
        }
        by_number = {
            bytes(row["token"]): Known(client=row["client"], last_on=row["last_on"])
            for row in await self._read.rows(_BY_NUMBER, list(numbers.values()))
        }
        found = {row: by_number.get(number) for row, number in numbers.items()}
        found |= {row: by_token.get(token) or found.get(row) for row, token in tokens.items()}
        return {row: known for row, known in found.items() if known is not None}


def refused(
    why: BaseException, *, row: int | None = None, client: UUID | None = None
) -> Became:
    """Tell why one of many was not done; anything but a refusal ends the whole request."""
    match why:
        case Refused():
            problem = refusal(why)
            return Became(
                row=row,
                client=client,
                outcome="refused",
                reason=problem.slug.replace("-", "_"),
                detail=problem.detail,
            )
        case Taken(holder=holder):  # it came in at this very moment, with another request
            return Became(row=row, client=holder, outcome="known")
        case StreamMoved():
            return Became(row=row, client=client, outcome="known")
        case _:
            raise why


def furthest(positions: Iterable[int]) -> int:
    """Give the last of some positions."""
    return max(positions, default=0)
