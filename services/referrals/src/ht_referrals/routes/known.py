"""What routes look up before they ask the rules: cases, places, consents, closings, deaths."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from ht_kit.asked import Actor
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, ReadDep
from ht_kit.reading import Reads
from ht_referrals.domain.words import CaseId, ClientId, Consent, ConsentId, EntryId, Place

_CASE = """
SELECT client_id FROM known_cases
WHERE case_id = $1 AND programme = $2
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client_id = known_cases.client_id
                    AND known_conflicts.worker_id = $3)
"""
_CLOSED = "SELECT closed_at FROM known_closings WHERE case_id = $1"
_DIED = "SELECT FROM known_deaths WHERE client_id = $1"
_PLACE = "SELECT entry_id, destination, recipient, active FROM directory WHERE entry_id = $1"
_CONSENTS = """
SELECT consent_id, client_id, recipient, purpose, given_at, expires_at, withdrawn_at
FROM known_consents WHERE client_id = $1 AND recipient = $2 ORDER BY given_at, consent_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case of the programme that the request acts in."""

    case: CaseId
    client: ClientId
    programme: str


class Known:
    """What referrals knows, as far as the request may see it."""

    def __init__(self, read: Reads, actor: Actor) -> None:
        self._read, self._actor = read, actor

    async def case(self, case_id: UUID) -> KnownCase:
        """Find a case of this programme; any other is not there, nor one that is hidden."""
        row = await self._read.row(_CASE, case_id, self._actor.programme, self._actor.worker)
        if row is None or self._actor.programme is None:
            raise NoSuchThing
        return KnownCase(
            case=CaseId(case_id),
            client=ClientId(row["client_id"]),
            programme=self._actor.programme,
        )

    async def closed_at(self, case: CaseId) -> datetime | None:
        """Say when a case was closed, if it is."""
        row = await self._read.row(_CLOSED, case)
        closed_at: datetime | None = row["closed_at"] if row else None
        return closed_at

    async def has_died(self, client: ClientId) -> bool:
        """Say whether a client has died, as far as it is known by now."""
        return await self._read.row(_DIED, client) is not None

    async def place(self, entry_id: UUID) -> Place:
        """Find a place of the organisation's directory, as it is now."""
        row = await self._read.row(_PLACE, entry_id)
        if row is None:
            raise NoSuchThing
        return Place(
            entry=EntryId(row["entry_id"]),
            destination=row["destination"],
            recipient=row["recipient"],
            active=row["active"],
        )

    async def consents(self, client: ClientId, recipient: str) -> tuple[Consent, ...]:
        """Give what a client ever agreed to share with a recipient, ended or not."""
        rows = await self._read.rows(_CONSENTS, client, recipient)
        return tuple(
            Consent(
                consent=ConsentId(row["consent_id"]),
                client=ClientId(row["client_id"]),
                recipient=row["recipient"],
                purpose=row["purpose"],
                given_at=row["given_at"],
                expires_at=row["expires_at"],
                withdrawn_at=row["withdrawn_at"],
            )
            for row in rows
        )


async def _known(read: ReadDep, actor: ActorDep) -> Known:
    return Known(read, actor)


KnownDep = Annotated[Known, Depends(_known)]
