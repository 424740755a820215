"""How far a reactor is, and what stepped aside on its way."""

import asyncpg

from ht_kit import attempts, parking
from ht_kit.metrics import POSITION
from ht_kit.received import Taken

_MOVE = """
INSERT INTO consumer_position (consumer, position) VALUES ($1, $2)
ON CONFLICT (consumer) DO UPDATE SET position = EXCLUDED.position
WHERE consumer_position.position < EXCLUDED.position
"""
# The disk is not waited for: a crash of the database may forget where we were, never what was
# done, which was committed before. The message comes again, and changes nothing.
_NOTE = """
INSERT INTO consumer_position (consumer, position)
SELECT $1::text, $2::bigint FROM set_config('synchronous_commit', 'off', true)
ON CONFLICT (consumer) DO UPDATE SET position = EXCLUDED.position
WHERE consumer_position.position < EXCLUDED.position
"""
_POSITION = "SELECT position FROM consumer_position WHERE consumer = $1"


class Progress:
    """What one durable has done; what is parked; and what failed or was begun how often."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", durable: str) -> None:
        self._pool, self.durable = pool, durable
        self._position = 0
        self._failures = (0, 0)
        self._came_back = False

    async def look(self) -> int:
        """Read how far it is: the database may have been restored to an earlier moment."""
        self._position = await self._pool.fetchval(_POSITION, self.durable) or 0
        return self._position

    def has_done(self, position: int) -> bool:
        """Say whether what stands there is dealt with already."""
        return position <= self._position

    async def moved(self, position: int) -> None:
        """Store that everything up to here is done."""
        await self._pool.execute(_NOTE, self.durable, position)
        self._position = max(position, self._position)
        POSITION.labels(self.durable).set(position)

    async def parked_behind(self, taken: Taken) -> bool:
        """Park an event that others of its key are parked before; say whether it was."""
        if not await parking.parked_keys(self._pool, self.durable, [taken.key]):
            return False
        return await self.park(taken, None)

    async def park(self, taken: Taken, error: str | None) -> bool:
        """Set a message aside and store that it is dealt with, at once."""
        async with self._pool.acquire() as connection, connection.transaction():
            await parking.hold_parking(connection, self.durable)
            # Whoever tried the others again may have done the last of them just now.
            if error is None and not await parking.parked_keys(
                connection, self.durable, [taken.key]
            ):
                return False
            await parking.park(connection, self.durable, taken, error)
            await connection.execute(_MOVE, self.durable, taken.position)
        parking.tell_parked(self.durable, [(taken, error)])
        return True

    def failed(self, position: int) -> int:
        """Count a failure, and give how often this message has failed here."""
        before, failures = self._failures
        failures = failures + 1 if before == position else 1
        self._failures = (position, failures)
        return failures

    async def begun(self, position: int) -> int:
        """Note that a message is begun, and say how often it was and never ended."""
        if self._came_back:
            await self.ended()
        return await attempts.begin(self._pool, self.durable, position)

    async def ended(self) -> None:
        """Note that what was begun has ended, well or ill.

        Where the database is away, this is made up for before anything else is begun: it may
        be what the reaction failed of, and nobody died of the message.
        """
        self._came_back = True
        await attempts.end(self._pool, self.durable)
        self._came_back = False
