"""What routes look up about household and group sessions before they ask the rules."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from ht_kit.asked import Actor
from ht_kit.decider import Handler
from ht_kit.http import ActorDep, ReadDep
from ht_kit.reading import Reads
from ht_plans.domain.case.commands import Together
from ht_plans.domain.codes import SharedSessionId
from ht_plans.domain.together.commands import Command
from ht_plans.domain.together.events import Event
from ht_plans.domain.together.shared import SharedSession
from ht_plans.handling import SharedSessions
from ht_plans.routes.hiding import HIDING

_ATTENDING = """
SELECT count(*) AS clients FROM shared_attendances
WHERE shared = $1 AND ($2::uuid IS NULL OR case_id <> $2) AND attendance IN ('5', '6')
"""


class KnowingTogether:
    """Household and group sessions, as far as whoever asks may see them."""

    def __init__(
        self, sessions: Handler[Command, SharedSession, Event], read: Reads, actor: Actor
    ) -> None:
        self._sessions, self._read, self._actor = sessions, read, actor

    async def of(self, shared: UUID | None, case_id: UUID) -> Together | None:
        """Give what a client's session is part of, if it is part of something."""
        if shared is None:
            return None
        await HIDING.refuse("shared_id", [shared], self._read, self._actor)
        session, _ = await self._sessions.read(shared, actor=self._actor)
        booked = session.known()
        counted = session.held.size if session.held else None
        return Together(
            session=SharedSessionId(shared),
            kind=booked.kind,
            cases=frozenset(member.case for member in booked.members),
            called_off=session.cancelled is not None,
            room=None if counted is None else counted - await self.attending(shared, case_id),
        )

    async def attending(self, shared: UUID, without: UUID | None = None) -> int:
        """Count the clients who are recorded as having come, without one of them."""
        row = await self._read.row(_ATTENDING, shared, without)
        return row["clients"] if row else 0


async def _knowing(sessions: SharedSessions, read: ReadDep, actor: ActorDep) -> KnowingTogether:
    return KnowingTogether(sessions, read, actor)


TogetherDep = Annotated[KnowingTogether, Depends(_knowing)]
