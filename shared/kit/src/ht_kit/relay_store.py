"""What the relay asks of the store: one statement per batch, and nothing is written back."""

from dataclasses import dataclass

from asyncpg import Record

from ht_kit.leadership import Connection
from ht_kit.publishing import StoredEvent

_TAKE_OVER = """
INSERT INTO relay (name, epoch) VALUES ('events', 1)
ON CONFLICT (name) DO UPDATE SET epoch = relay.epoch + 1 RETURNING epoch
"""

_STANDING = """
SELECT head.position,
       (SELECT min(position) FROM events) AS first,
       (SELECT hash FROM events WHERE position = $1) AS hash
FROM head
"""

_AFTER = """
SELECT relay.epoch, head.position AS head, e.*
FROM relay CROSS JOIN head LEFT JOIN LATERAL (
    SELECT position, event_id, stream_id, version, organisation, programme, stream_type, type,
           schema_version, body, recorded_at, hash
    FROM events WHERE position > $1 ORDER BY position LIMIT $2
) e ON true
WHERE relay.name = 'events'
"""


class Superseded(Exception):  # noqa: N818 - named for its reason
    """Another relay has taken over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the store stands, and what it has at one position."""

    head: int
    first: int
    hash: str | None


class RelayStore:
    """The events of a store, read by the relay that holds the lock.

    `head` is where the store stood when it was last read.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._epoch = 0
        self.head = 0

    async def take_over(self) -> None:
        """Begin an epoch: every earlier relay finds out when it next reads."""
        self._epoch = int(await self._connection.fetchval(_TAKE_OVER))

    async def standing(self, position: int) -> Standing:
        """Say where the head is, which position is the first, and the hash at `position`."""
        row = await self._connection.fetchrow(_STANDING, position)
        if row is None:
            raise Superseded("the store has no head: it is not set up")
        found = row["hash"]
        return Standing(
            head=row["position"],
            first=row["first"] or 1,
            hash=None if found is None else found.hex(),
        )

    async def after(self, position: int, limit: int) -> list[StoredEvent]:
        """Give the next events in position order."""
        rows = await self._connection.fetch(_AFTER, position, limit)
        if not rows or rows[0]["epoch"] != self._epoch:
            raise Superseded("another relay has taken over")
        self.head = int(rows[0]["head"])
        return sorted(
            (_event(row) for row in rows if row["position"] is not None),
            key=lambda event: event.position,
        )


def _event(row: Record) -> StoredEvent:
    return StoredEvent._make(map(row.__getitem__, StoredEvent._fields))
