"""Streams of events in Postgres: one call loads, one call writes, each a single statement."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import orjson

from ht_kit.body import Body
from ht_kit.coalescing import Coalescer

LONGEST_WAIT = 15.0  # seconds; the role's own statement_timeout comes first

_LOAD = """
SELECT stream_type, version, bodies, "position", answer, fingerprint, answered_at
FROM load($1, $2, $3, $4)
"""
_WRITE = """
SELECT request, outcome, "position", answer, fingerprint, kind, holder
FROM write($1, $2, $3, $4, $5::jsonb[], $6, $7, $8, $9, $10,
           $11, $12, $13, $14, $15, $16, $17, $18, $19)
"""
_RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an idempotency key is answered with: ids and versions, nothing that was said."""

    fingerprint: str
    position: int
    stream_id: UUID
    version: int
    ids: Mapping[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A stream as far as the asking organisation may see it, and what its key answers."""

    stream_type: str | None
    version: int
    position: int
    bodies: Sequence[Body]
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """Events for one stream, which stands at `expected` (0: it is new)."""

    stream_id: UUID
    stream_type: str
    expected: int
    bodies: Sequence[Body]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A reservation that a stream takes (or, not `taken`, releases)."""

    stream_id: UUID
    kind: str
    value: str
    everywhere: bool
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """All that one command writes; all of it or nothing. The first stream is the answer's."""

    organisation: str
    actor: str
    key: str
    fingerprint: str
    ids: Mapping[str, UUID]
    appends: Sequence[Append]
    holds: Sequence[Hold] = ()
    rows: Sequence[tuple[str, Mapping[str, Any]]] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """It is written; `position` is that of its last event (0 when there was none)."""

    position: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A stream does not stand where it was expected, or is no stream of this organisation."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The key has been used, and this was the answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Held:
    """Another stream holds a reservation."""

    kind: str
    holder: UUID


Outcome: TypeAlias = Written | Moved | Seen | Held


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
            answer=_answer(row["answer"], row["fingerprint"], row["answered_at"]),
        )

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
        return [await self._write_alone(request) for request in requests]

    async def _call_again_once(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        try:
            return await self._call(requests)
        except _RETRIED:
            return await self._call(requests)

    async def _write_alone(self, request: Request) -> Outcome | Exception:
        try:
            (outcome,) = await self._call([request])
        except Exception as error:  # noqa: BLE001 - it is this caller's answer
            return error
        return outcome

    async def _call(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        columns = _Columns()
        for number, request in enumerate(requests, start=1):
            columns.add(number, request)
        rows = await self._writer.fetch(_WRITE, *columns.arguments(), timeout=LONGEST_WAIT)
        outcomes = {row["request"]: _outcome(row) for row in rows}
        return [outcomes[number] for number in range(1, len(requests) + 1)]


@dataclass(slots=True)
class _Columns:
    """The requests of one call, as the arrays that `write` takes."""

    requests: list[tuple[Any, ...]] = field(default_factory=list)
    streams: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, number: int, request: Request) -> None:
        self.requests.append(
            (
                request.organisation,
                request.actor,
                request.key,
                request.fingerprint,
                _to_json(_answer_to_store(request)),
            )
        )
        for append in request.appends:
            if not append.expected and not append.bodies:
                continue  # nothing happened, and there is no stream that could have moved
            count = len(append.bodies)
            self.streams.append(
                (number, append.stream_id, append.stream_type, append.expected, count)
            )
            self.events.extend(
                (
                    len(self.streams),
                    body.version,
                    body.id,
                    body.name,
                    body.schema_version,
                    body.programme,
                    body.to_bytes(),
                )
                for body in append.bodies
            )
        self.holds.extend(
            {
                "request": number,
                "stream_id": hold.stream_id,
                "kind": hold.kind,
                "value": hold.value,
                "scope": "*" if hold.everywhere else request.organisation,
                "taken": hold.taken,
            }
            for hold in request.holds
        )
        self.rows.extend(
            {"request": number, "table": table, "row": values} for table, values in request.rows
        )

    def arguments(self) -> list[Any]:
        return [
            *_turn(self.requests, 5),
            *_turn(self.streams, 5),
            *_turn(self.events, 7),
            _to_json(self.holds),
            _to_json(self.rows),
        ]


def _turn(rows: list[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(width)]


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


def _answer_to_store(request: Request) -> dict[str, Any]:
    first, last = request.appends[0], request.appends[-1]
    version = first.expected + len(first.bodies)
    answer: dict[str, Any] = {"id": first.stream_id, "version": version}
    if request.ids:
        answer["ids"] = dict(request.ids)
    if last is not first:
        answer["last"] = {
            "id": last.stream_id,
            "version": last.expected + len(last.bodies),
        }
    return answer


def _answer(stored: str | None, fingerprint: str | None, position: int) -> Answer | None:
    if stored is None or fingerprint is None:
        return None
    read = orjson.loads(stored)
    return Answer(
        fingerprint=fingerprint,
        position=position,
        stream_id=UUID(read["id"]),
        version=read["version"],
        ids={name: UUID(value) for name, value in read.get("ids", {}).items()},
    )


def _outcome(row: asyncpg.Record) -> Outcome:
    match row["outcome"]:
        case "written":
            return Written(row["position"])
        case "seen":
            answer = _answer(row["answer"], row["fingerprint"], row["position"])
            assert answer is not None  # noqa: S101 - write gives it with this outcome
            return Seen(answer)
        case "taken":
            return Held(row["kind"], row["holder"])
        case _:
            return Moved()


def _to_json(value: Any) -> str:
    return orjson.dumps(value, default=_other).decode()


def _other(value: object) -> Any:
    if isinstance(value, bytes):
        return "\\x" + value.hex()  # as Postgres reads bytea
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)
