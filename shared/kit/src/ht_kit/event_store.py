"""Streams of events in Postgres: one call loads, one call writes, each a single statement."""

import asyncio
from collections.abc import Hashable, Sequence
from uuid import UUID

import asyncpg

from ht_kit.body import Body
from ht_kit.coalescing import Coalescer
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
from ht_kit.write_call import WRITE, Columns, outcome_of, stored_answer

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

_LOAD = """
SELECT stream_type, version, bodies, "position", answer, fingerprint, answered_at
FROM load($1, $2, $3, $4)
"""
_RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)


class EventStore:
    """The streams of one service.

    `writer` and `reader` are pools of those roles. Writes share calls: at most 200 requests
    in one, at most 2,000 waiting, a stream already in flight waits.
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

    async def load(
        self, stream_id: UUID, *, organisation: str, actor: str = "", key: str = ""
    ) -> Loaded:
        """Give a stream, and the answer of a key if that has been used, in one round trip."""
        row = await self._reader.fetchrow(
            _LOAD, organisation, stream_id, actor, key, timeout=LONGEST_WAIT
        )
        assert row is not None  # noqa: S101 - an aggregate query has one row
        return Loaded(
            stream_type=row["stream_type"],
            version=row["version"],
            position=row["position"],
            bodies=[Body.from_bytes(body) for body in row["bodies"]],
            answer=stored_answer(row["answer"], row["fingerprint"], row["answered_at"]),
        )

    def reads(self, organisation: str) -> Reads:
        """Read the service's own read models, as far as one organisation may see them."""
        return Reads(self._reader, [organisation])

    async def write(self, request: Request) -> Outcome:
        """Write what a command decided, alone or in company."""
        return await self._writes.ask(request)

    async def close(self) -> None:
        """Finish what was taken, and take nothing more."""
        await self._writes.close()

    async def _write_all(self, requests: Sequence[Request]) -> Sequence[Outcome | Exception]:
        try:
            return await self._call_again_once(requests)
        except Exception as error:
            if len(requests) == 1 and not _may_be_written(error):
                raise
        # One of them is at fault, or the connection was lost after the commit. Alone, each
        # gets its own answer; what was written already answers by its key.
        until = asyncio.get_running_loop().time() + LONGEST_WAIT
        return [await self._write_alone(request, until) for request in requests]

    async def _call_again_once(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        try:
            return await self._call(requests)
        except _RETRIED:
            return await self._call(requests)

    async def _write_alone(self, request: Request, until: float) -> Outcome | Exception:
        if asyncio.get_running_loop().time() > until:
            return TimeoutError()  # the server answers nobody: let the callers go
        try:
            (outcome,) = await self._call([request])
        except Exception as error:  # noqa: BLE001 - it is this caller's answer
            return error
        return outcome

    async def _call(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        columns = Columns()
        for number, request in enumerate(requests, start=1):
            columns.add(number, request)
        rows = await self._writer.fetch(WRITE, *columns.arguments(), timeout=LONGEST_WAIT)
        outcomes = {row["request"]: outcome_of(row) for row in rows}
        return [outcomes[number] for number in range(1, len(requests) + 1)]


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
