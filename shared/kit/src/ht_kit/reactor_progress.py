"""How far a reactor is, and what stepped aside on its way."""

import asyncpg

from ht_kit import attempts, parking
from ht_kit.metrics import POSITION
from ht_kit.received import Taken

# Only what is next moves it: a database that was restored to an earlier moment has forgotten
# what it did after that, and would never be told again of what is passed by.
_MOVE = """
INSERT INTO consumer_position (consumer, position)
SELECT $1::text, $2::bigint {where} $2 = 1 OR EXISTS (
    SELECT FROM consumer_position WHERE consumer = $1
)
ON CONFLICT (consumer) DO UPDATE
SET position = greatest(consumer_position.position, EXCLUDED.position)
WHERE consumer_position.position >= EXCLUDED.position - 1
RETURNING position
"""
_MOVE_ON_DISK = _MOVE.format(where="WHERE")
# The disk is not waited for: a crash of the database may forget where we were, never what was
# done, which was committed before. The message comes again, and changes nothing.
_MOVE_SOON = _MOVE.format(where="FROM set_config('synchronous_commit', 'off', true) WHERE")
_STANDS = """
SELECT coalesce((SELECT position FROM consumer_position WHERE consumer = $1), 0)
"""
_STANDS_AND_PARKED = """
SELECT coalesce((SELECT position FROM consumer_position WHERE consumer = $1), 0) AS position,
       EXISTS (SELECT FROM parked WHERE consumer = $1 AND key = $2) AS parked
"""


class OutOfTurn(Exception):  # noqa: N818 - named for its reason
    """A message came before the one that is next here: it has to come again after it."""


class Progress:
    """What one durable has done; what is parked; and what failed or was begun how often."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", durable: str) -> None:
        self._pool, self.durable = pool, durable
        self._position = 0
        self._failures = (0, 0)
        self._came_back = False

    async def look(self) -> int:
        """Read how far it is: the database may have been restored to an earlier moment."""
        self._position = await self._pool.fetchval(_STANDS, self.durable)
        return self._position

    def has_done(self, position: int) -> bool:
        """Say whether what stands there is dealt with already."""
        return position <= self._position

    async def moved(self, position: int) -> None:
        """Store that everything up to here is done.

        What was done before moves nothing: only the database knows whether it still stands.
        Raises OutOfTurn where something before it is not done.
        """
        if self.has_done(position):
            return
        if await self._pool.fetchval(_MOVE_SOON, self.durable, position) is None:
            raise OutOfTurn
        self._position = max(position, self._position)
        POSITION.labels(self.durable).set(position)

    async def parked_behind(self, taken: Taken) -> bool:
        """Park an event that others of its key are parked before; say whether it was.

        Raises OutOfTurn where something before it was never done here.
        """
        found = await self._pool.fetchrow(_STANDS_AND_PARKED, self.durable, taken.key)
        if found is None or taken.position > found["position"] + 1:
            raise OutOfTurn
        return bool(found["parked"]) and await self.park(taken, None)

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
            if await connection.fetchval(_MOVE_ON_DISK, self.durable, taken.position) is None:
                raise OutOfTurn
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
