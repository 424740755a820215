"""One batch of a projector: written into tables, or set aside, in one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import structlog
from nats.aio.msg import Msg

from ht_kit import parking
from ht_kit.leadership import Connection
from ht_kit.metrics import EVENT_SECONDS, EVENTS_CONSUMED, FAILING
from ht_kit.passing import passes
from ht_kit.received import Key, Message, Received, Taken, kind_of, take

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Apply: TypeAlias = Callable[[Connection, Sequence[Received]], Awaitable[None]]
Keep: TypeAlias = Callable[[Connection, Sequence[Received]], Awaitable[Sequence[int]]]


# What is parked of the batch's keys comes along; it may be older than the lock, and is looked
# at again under it before anything is parked for it.
_LOCK_CHECKPOINT = """
SELECT position, ARRAY(
    SELECT DISTINCT key FROM parked WHERE consumer = $1 AND key = ANY($2::text[])
) AS parked
FROM consumer_position WHERE consumer = $1 FOR UPDATE
"""
_MOVE_CHECKPOINT = "UPDATE consumer_position SET position = $2 WHERE consumer = $1"


class CannotApply(Exception):  # noqa: N818
    """Events could not be written into the tables for now."""


class Poison(Exception):  # noqa: N818
    """Events could not be written into the tables, and waiting will not help."""


class Batches:
    """Writes batches of events into one read model, and sets aside what it cannot.

    `careful_until` is the last position of a batch that failed: what is up to there is taken
    one by one, until the culprit is alone.
    """

    def __init__(
        self, name: str, stream: str, apply: Apply, keep: Keep | None, key: Key
    ) -> None:
        self.name, self.stream = name, stream
        self._apply, self._keep, self._key = apply, keep, key
        self.careful_until = 0

    async def take_in(
        self,
        connection: Connection,
        messages: Sequence[Msg],
        at_fault: Mapping[int, str] | None = None,
    ) -> int:
        """Commit everything that follows on from the checkpoint, and give the new checkpoint.

        What is `at_fault`, by its position, is set aside instead of applied.
        """
        taken = [take(Message.of(message), self._key) for message in messages]
        keys = [each.key for each in taken]
        async with connection.transaction():
            found = await connection.fetchrow(_LOCK_CHECKPOINT, self.name, keys)
            checkpoint = int(found["position"]) if found else 0
            new: list[Taken] = []
            for each in taken:
                if each.position == checkpoint + len(new) + 1:
                    new.append(each)
            if not new:
                return checkpoint
            parked = set(found["parked"]) if found else set()
            if parked:
                parked = await parking.parked_keys(connection, self.name, keys)
            aside = _aside(new, parked, at_fault or {})
            new = await self._write(connection, new, aside)
            behind = [(each, aside[each.position]) for each in new if each.position in aside]
            for each, error in behind:
                await parking.park(connection, self.name, each, error)
            last = checkpoint + len(new)
            await connection.execute(_MOVE_CHECKPOINT, self.name, last)
        if behind:
            parking.tell_parked(self.name, behind)
        for each in new:
            result = "parked" if each.position in aside else "done"
            EVENTS_CONSUMED.labels(self.name, kind_of(each.message.headers), result).inc()
        return last

    async def _write(
        self, connection: Connection, new: Sequence[Taken], aside: Mapping[int, str | None]
    ) -> list[Taken]:
        """Keep every event, and apply those that are not set aside."""
        try:
            if self._keep:
                places = await self._keep(connection, [each.event for each in new])
                new = [
                    replace(each, event=replace(each.event, place=place))
                    for each, place in zip(new, places, strict=True)
                ]
        except Exception as error:
            self._name_the_failing(new, error)
            raise CannotApply(f"{new[0].position} to {new[-1].position}") from error
        applied = [each.event for each in new if each.position not in aside]
        try:
            if applied:
                with EVENT_SECONDS.labels(self.name).time():
                    await self._apply(connection, applied)
        except Exception as error:
            if not passes(error):
                raise Poison(f"{new[0].position} to {new[-1].position}") from error
            self._name_the_failing(new, error)
            raise CannotApply(f"{new[0].position} to {new[-1].position}") from error
        return list(new)

    async def hold(self, connection: Connection) -> None:
        """Hold up this read model until the transaction ends."""
        await connection.execute(_LOCK_CHECKPOINT, self.name, [])

    def _name_the_failing(self, taken: Sequence[Taken], error: Exception) -> None:
        """Say what failed, and take its neighbours one by one from now on."""
        first, last = taken[0].position, taken[-1].position
        self.careful_until = max(self.careful_until, last)
        if first == last:
            FAILING.labels(self.name).set(first)
        _LOG.error(
            "event_not_applied",
            consumer=self.name,
            stream=self.stream,
            first=first,
            last=last,
            event_id=taken[0].event.envelope["id"] if first == last else None,
            error=type(error).__name__,
        )


def _aside(
    new: Sequence[Taken], parked: set[str], at_fault: Mapping[int, str]
) -> dict[int, str | None]:
    """Say what is set aside, and for what fault: None for what waits behind another."""
    keys, aside = set(parked), dict[int, str | None]()
    for each in new:
        behind = each.key in keys
        fault = each.fault or at_fault.get(each.position)
        if behind or fault:
            keys.add(each.key)
            aside[each.position] = fault
    return aside
