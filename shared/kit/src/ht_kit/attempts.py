"""What processes die of: a message that was begun again and again, and never ended.

Only what never came back from a message leaves a note of having begun it, in the reader's own
database: a durable that is put back forgets how often it delivered.
"""

import contextlib
from typing import Final

from ht_kit.leadership import Connection
from ht_kit.parking import Asks

OFTEN: Final = 4
"""Begun so often, a message is taken alone; if even that never ends, it is parked."""
DEATHS: Final = 2
"""So many processes died with a reaction in hand: one death may be anybody's."""
NEVER_ENDED: Final = "NeverEnded"
"""The fault of a message with which processes die."""

_BEGIN = """
INSERT INTO consumer_attempt AS a (consumer, position, attempts) VALUES ($1, $2, $3)
ON CONFLICT (consumer) DO UPDATE SET
    position = excluded.position,
    attempts = CASE WHEN a.position = excluded.position
                    THEN greatest(a.attempts + 1, excluded.attempts)
                    ELSE excluded.attempts END
RETURNING attempts
"""
_END = "DELETE FROM consumer_attempt WHERE consumer = $1"


async def begin(connection: Asks, consumer: str, position: int, least: int = 1) -> int:
    """Note that the message at a position is begun, and say how often it has been.

    It counts from `least`.
    """
    return int(await connection.fetchval(_BEGIN, consumer, position, least))


async def end(connection: Asks, consumer: str) -> None:
    """Note that whoever began came back, well or ill."""
    await connection.execute(_END, consumer)


class Doubts:
    """Which messages a reader takes alone, because the process before it died of one."""

    def __init__(self, consumer: str) -> None:
        self._consumer = consumer
        self._begun: int | None = None  # None: this process has not begun yet
        self._until = 0

    async def remember(self, connection: Connection, position: int, unfinished: int) -> None:
        """See whether the process before this one died of what it had taken."""
        if self._begun is not None or not unfinished:
            self._begun = self._begun or 0
            return
        self._begun = await begin(connection, self._consumer, position + 1)
        if self._begun >= OFTEN - 1:
            self._until = unfinished

    def about(self, position: int) -> bool:
        """Say whether the message at a position may be one that processes die of."""
        return position <= self._until

    async def has_killed(self, connection: Connection, position: int) -> bool:
        """Note that this message is begun alone, unless one process died of just that."""
        begun, self._begun = self._begun or 0, 0
        if begun >= OFTEN:
            return True
        await begin(connection, self._consumer, position, OFTEN - 1)
        return False

    async def settled(self, connection: Connection) -> None:
        """Note that a doubtful message has ended, well or ill."""
        with contextlib.suppress(Exception):  # then it counts once too often
            await end(connection, self._consumer)
