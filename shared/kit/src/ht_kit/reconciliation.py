"""Store, stream and ledger held against each other: the same events in the same places.

It looks and says; it never publishes, repairs or removes anything. What a keeper has not yet is
no difference: it is behind. Every kept hash covers all that stands before it, so a few places
compared say much; where two disagree, the first such place is searched for.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import orjson
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from ht_kit.leadership import Connection
from ht_kit.topology import stream_of

SAMPLES = 16
"""Places compared besides the first and the last that both have."""
_NAMED = 20

_STORE = """
SELECT coalesce((SELECT min(position) FROM events), 1) AS first, head.position AS last,
       CASE WHEN $1 THEN (SELECT count(*) FROM events) END AS count
FROM head
"""
_STORE_GAPS = """
SELECT p AS position FROM generate_series($1::bigint, $2::bigint) p
 WHERE NOT EXISTS (SELECT FROM events e WHERE e.position = p) ORDER BY p LIMIT 20
"""
_STORE_DAYS = """
SELECT (recorded_at AT TIME ZONE 'UTC')::date AS day, count(*) AS events FROM events
 WHERE position <= $1 GROUP BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """From which position to which a keeper has events, and how many (None: not counted)."""

    first: int
    last: int
    count: int | None

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing at all."""
        return self.last < self.first


class Keeper(Protocol):
    """Somebody who keeps the events of one service."""

    @property
    def name(self) -> str:
        """What it is called in words."""
        ...

    async def holding(self, *, counted: bool) -> Holding:
        """Say what there is."""
        ...

    async def hash_at(self, position: int) -> str | None:
        """Give the hash kept at a position, or None where nothing is."""
        ...

    async def gaps(self, holding: Holding) -> Sequence[int]:
        """Give the first positions that are missing."""
        ...

    async def days(self, until: int) -> Mapping[date, int] | None:
        """Count the events of each day up to a position; None for who cannot tell."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of comparing two keepers of a service's events."""

    service: str
    ahead: str
    after: str
    last: int
    behind: int
    differences: tuple[str, ...]

    def __str__(self) -> str:
        where = f"{self.service}: {self.after} against {self.ahead}:"
        if self.differences:
            return f"{where} DIFFERENT: {'; '.join(self.differences)}"
        if self.behind:
            return f"{where} behind by {self.behind:,}, at {self.last:,}"
        return f"{where} equal at {self.last:,}"


async def compare(
    service: str, ahead: Keeper, after: Keeper, *, counted: bool = True
) -> Finding:
    """Hold a keeper against the one that it has its events from.

    The follower is asked first, so that whatever is written meanwhile only leaves it behind.
    """
    follows = await after.holding(counted=counted)
    leads = await ahead.holding(counted=counted)
    found = [
        *[each async for each in _missing(after, follows)],
        *[each async for each in _missing(ahead, leads)],
    ]
    if follows.last > leads.last:
        found.append(
            f"the {after.name} goes to {follows.last}, the {ahead.name} only to {leads.last}"
        )
    if not follows.is_empty and not leads.is_empty:
        if follows.first != leads.first:
            found.append(f"the {after.name} begins at {follows.first}, not {leads.first}")
        first, last = max(follows.first, leads.first), min(follows.last, leads.last)
        at = await _first_differing(ahead, after, first, last)
        if at is not None:
            found.append(f"hashes differ from position {at} on")
        if counted:
            found += [each async for each in _by_day(ahead, after, last)]
    return Finding(
        service=service,
        ahead=ahead.name,
        after=after.name,
        last=follows.last,
        behind=max(0, leads.last - follows.last),
        differences=tuple(found),
    )


async def _missing(keeper: Keeper, holding: Holding) -> AsyncIterator[str]:
    if holding.is_empty and holding.last > 0:
        yield f"the {keeper.name} goes to {holding.last} and has none of its events"
        return
    wanted = holding.last - holding.first + 1
    if holding.count is None or holding.count == max(0, wanted):
        return
    gaps = ", ".join(map(str, (await keeper.gaps(holding))[:_NAMED]))
    yield f"the {keeper.name} has {holding.count} of {wanted} events: missing {gaps}"


async def _first_differing(ahead: Keeper, after: Keeper, first: int, last: int) -> int | None:
    """Give the first position known to differ, between the places compared."""

    async def agree(position: int) -> bool:
        one = await ahead.hash_at(position)
        return one is not None and one == await after.hash_at(position)

    agreed = first - 1
    for position in _places(first, last):
        if await agree(position):
            agreed = position
            continue
        differs = position
        while differs - agreed > 1:
            middle = (agreed + differs) // 2
            if await agree(middle):
                agreed = middle
            else:
                differs = middle
        return differs
    return None


def _places(first: int, last: int) -> list[int]:
    step = max(1, (last - first) // (SAMPLES + 1))
    return sorted({first, last, *range(first, last, step)}) if last >= first else []


async def _by_day(ahead: Keeper, after: Keeper, until: int) -> AsyncIterator[str]:
    one, other = await ahead.days(until), await after.days(until)
    if one is None or other is None:
        return
    for day in sorted(one.keys() | other.keys()):
        if one.get(day, 0) != other.get(day, 0):
            yield (
                f"on {day} the {ahead.name} has {one.get(day, 0)} events,"
                f" the {after.name} {other.get(day, 0)}"
            )


class Store:
    """The events of a service in its own database; the relay's login is enough."""

    name = "store"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def holding(self, *, counted: bool) -> Holding:
        """Say what there is; the head says how far."""
        row = await self._connection.fetchrow(_STORE, counted)
        if row is None:
            return Holding(first=1, last=0, count=None)
        return Holding(first=row["first"], last=row["last"], count=row["count"])

    async def hash_at(self, position: int) -> str | None:
        """Give the hash of the chain at a position."""
        found = await self._connection.fetchval(
            "SELECT hash FROM events WHERE position = $1", position
        )
        return None if found is None else found.hex()

    async def gaps(self, holding: Holding) -> Sequence[int]:
        """Give the first positions without an event."""
        rows = await self._connection.fetch(_STORE_GAPS, holding.first, holding.last)
        return [row["position"] for row in rows]

    async def days(self, until: int) -> Mapping[date, int] | None:
        """Count by the day of recording."""
        rows = await self._connection.fetch(_STORE_DAYS, until)
        return {row["day"]: row["events"] for row in rows}


class Stream:
    """The messages of a service's stream, each with the hash of its event in the store."""

    name = "stream"

    def __init__(self, client: Client, service: str) -> None:
        self._client, self._stream = client, stream_of(service)
        self._js = client.jetstream()

    async def holding(self, *, counted: bool) -> Holding:
        """Say what there is; a stream that is gone has nothing yet."""
        _ = counted
        try:
            state = (await self._js.stream_info(self._stream)).state
        except NotFoundError:
            return Holding(first=1, last=0, count=0)
        if not state.messages:  # what the server calls the first is then no position
            return Holding(first=state.last_seq + 1, last=state.last_seq, count=0)
        return Holding(first=state.first_seq, last=state.last_seq, count=state.messages)

    async def hash_at(self, position: int) -> str | None:
        """Give the hash that the message carries."""
        try:
            message = await self._js.get_msg(self._stream, position)
        except NotFoundError:
            return None
        return (message.headers or {}).get("Ht-Hash")

    async def gaps(self, holding: Holding) -> Sequence[int]:
        """Give the sequences that were deleted."""
        _ = holding
        answer = await self._client.request(
            f"$JS.API.STREAM.INFO.{self._stream}", b'{"deleted_details": true}', timeout=5
        )
        deleted: list[int] = orjson.loads(answer.data)["state"].get("deleted") or []
        return deleted

    async def days(self, until: int) -> Mapping[date, int] | None:
        """Tell nothing by day: a stream would have to be read whole."""
        _ = until
        return None
