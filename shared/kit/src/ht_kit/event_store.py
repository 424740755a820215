"""Streams of events in Postgres: one call loads, one call writes, each a single statement."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import TypeVar
from uuid import UUID

import asyncpg

from ht_kit.coalescing import Coalescer
from ht_kit.load_call import LOAD, Wanted, arguments, loaded
from ht_kit.reading import Reads
from ht_kit.recording import (
    Answer,
    Append,
    Held,
    Hold,
    Loaded,
    Moved,
    Outcome,
    Request,
    Seen,
    Written,
)
from ht_kit.write_call import WRITE, Columns, outcome_of

__all__ = [
    "Answer",
    "Append",
    "EventStore",
    "Held",
    "Hold",
    "Loaded",
    "Moved",
    "Outcome",
    "Request",
    "Seen",
    "Written",
]

LONGEST_WAIT = 15.0  # seconds; the role's own statement_timeout comes first

Q = TypeVar("Q")
A = TypeVar("A")

_RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)


class EventStore:
    """The streams of one service.

    `writer` and `reader` are pools of those roles. Loads share calls, and so do writes: at
    most 200 requests in one, at most 2,000 waiting. A write to a stream that is being written
    to waits.
    """

    def __init__(
        self,
        writer: asyncpg.Pool,
        reader: asyncpg.Pool,
        service: str,
        *,
        at_most: int = 200,
        waiting: int = 2000,
        lanes: int = 2,
    ) -> None:
        self.service = service
        self._writer, self._reader = writer, reader
        self._writes: Coalescer[Request, Outcome] = Coalescer(
            self._write_all, touches=_touches, at_most=at_most, waiting=waiting, lanes=lanes
        )
        self._loads: Coalescer[Wanted, Loaded] = Coalescer(
            self._load_all,
            touches=lambda _: frozenset(),
            at_most=at_most,
            waiting=waiting,
            lanes=lanes,
        )

    async def load(
        self, stream_id: UUID, *, organisation: str, actor: str = "", key: str = ""
    ) -> Loaded:
        """Give a stream, and the answer of a key if that has been used, in one round trip."""
        return await self._loads.ask(Wanted(organisation, stream_id, actor, key))

    def reads(self, organisation: str) -> Reads:
        """Read the service's own read models, as far as one organisation may see them."""
        return Reads(self._reader, [organisation])

    async def write(self, request: Request) -> Outcome:
        """Write what a command decided, alone or in company."""
        return await self._writes.ask(request)

    async def close(self) -> None:
        """Finish what was taken, and take nothing more."""
        await self._loads.close()
        await self._writes.close()

    async def _load_all(self, wanted: Sequence[Wanted]) -> Sequence[Loaded | Exception]:
        try:
            return await self._load(wanted)
        except Exception:
            if len(wanted) == 1:
                raise
        return await _each_alone(self._load, wanted)

    async def _load(self, wanted: Sequence[Wanted]) -> Sequence[Loaded]:
        rows = await self._reader.fetch(LOAD, *arguments(wanted), timeout=LONGEST_WAIT)
        return loaded(wanted, rows)

    async def _write_all(self, requests: Sequence[Request]) -> Sequence[Outcome | Exception]:
        try:
            return await self._write_again_once(requests)
        except Exception as error:
            if len(requests) == 1 and not _may_be_written(error):
                raise
        # One of them is at fault, or the connection was lost after the commit. Alone, each
        # gets its own answer; what was written already answers by its key.
        return await _each_alone(self._write, requests)

    async def _write_again_once(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        try:
            return await self._write(requests)
        except _RETRIED:
            return await self._write(requests)

    async def _write(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        columns = Columns()
        for number, request in enumerate(requests, start=1):
            columns.add(number, request)
        rows = await self._writer.fetch(WRITE, *columns.arguments(), timeout=LONGEST_WAIT)
        outcomes = {row["request"]: outcome_of(row) for row in rows}
        return [outcomes[number] for number in range(1, len(requests) + 1)]


async def _each_alone(
    call: Callable[[Sequence[Q]], Awaitable[Sequence[A]]], requests: Sequence[Q]
) -> list[A | Exception]:
    until = asyncio.get_running_loop().time() + LONGEST_WAIT
    return [await _alone(call, request, until) for request in requests]


async def _alone(
    call: Callable[[Sequence[Q]], Awaitable[Sequence[A]]], request: Q, until: float
) -> A | Exception:
    if asyncio.get_running_loop().time() > until:
        return TimeoutError()  # the server answers nobody: let the callers go
    try:
        (answer,) = await call([request])
    except Exception as error:  # noqa: BLE001 - it is this caller's answer
        return error
    return answer


def _touches(request: Request) -> frozenset[Hashable]:
    return frozenset(
        {
            (request.organisation, request.actor, request.key),
            *(append.stream_id for append in request.appends),
            *(
                (hold.kind, hold.value, None if hold.everywhere else request.organisation)
                for hold in request.holds
            ),
        }
    )


def _may_be_written(error: Exception) -> bool:
    """Say whether the server may have committed before the answer was lost.

    asyncpg speaks of an InternalClientError when a connection is just ending.
    """
    return isinstance(
        error,
        asyncpg.PostgresConnectionError
        | asyncpg.OperatorInterventionError
        | asyncpg.InterfaceError
        | asyncpg.InternalClientError
        | OSError
        | TimeoutError,
    )
