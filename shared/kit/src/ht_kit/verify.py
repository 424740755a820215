"""Is the record as it was written? Everything is computed anew and every difference named.

What can be seen: any change to any column of an event, an event that is missing or put in, a
tail that was cut off while the head was left. What cannot be seen from the store alone: tail
and head cut off together, or everything from some position on written anew with new hashes.
Both show against a witness: the last hash that the published stream carries.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from ht_kit.audit_sealing import look_faults
from ht_kit.body import Body

_ORIGIN = bytes(32)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_AT_ONCE = 1000

_EVENTS = """
SELECT position, event_id, stream_id, version, organisation, programme, stream_type, type,
       schema_version, body, recorded_at, hash
FROM events ORDER BY position
"""
_STREAMS = "SELECT stream_id, stream_type, organisation, version FROM streams"
_HEAD = "SELECT position, hash, recorded_at FROM head"


class Witness(NamedTuple):
    """A position and its hash, as somebody else remembers them (the stream's `Ht-Hash`)."""

    position: int
    hash: bytes


class Fault(NamedTuple):
    """What differs, and at which position (None: in no single event)."""

    position: int | None
    what: str


class _Stream(NamedTuple):
    stream_type: str
    organisation: str
    version: int


@dataclass(slots=True)
class _Walk:
    """How far the reading has come."""

    position: int = 0
    hash: bytes = _ORIGIN
    recorded_at: datetime | None = None
    streams: dict[UUID, _Stream] = field(default_factory=dict)


async def verify(url: str, *, witness: Witness | None = None) -> list[Fault]:
    """Read a whole store and say what is not as it was written; nothing, if all is well.

    The relay's login is enough. Everything is read in one snapshot, beside the writers.
    """
    connection = await asyncpg.connect(url)
    try:
        # The cursor may stand still for longer than a request may.
        await connection.execute("SET statement_timeout = 0")
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _verify(connection, witness)
    finally:
        await connection.close()


async def _verify(
    connection: "asyncpg.Connection[asyncpg.Record]", witness: Witness | None
) -> list[Fault]:
    faults: list[Fault] = []
    walk = _Walk()
    witnessed = _ORIGIN if witness and witness.position == 0 else None
    async for row in connection.cursor(_EVENTS, prefetch=_AT_ONCE):
        faults.extend(Fault(row["position"], what) for what in _event(row, walk))
        if witness and row["position"] == witness.position:
            witnessed = row["hash"]

    known = {
        row["stream_id"]: _Stream(row["stream_type"], row["organisation"], row["version"])
        for row in await connection.fetch(_STREAMS)
    }
    faults.extend(Fault(None, what) for what in _streams(known, walk.streams))

    head = await connection.fetchrow(_HEAD)
    faults.extend(_head(head, walk))
    if witness and witnessed is None:
        what = f"the witness knows position {witness.position}; the store ends before it"
        faults.append(Fault(walk.position + 1, what))
    elif witness and witnessed != witness.hash:
        faults.append(Fault(witness.position, "hash is not the one that the witness knows"))
    faults.extend([Fault(None, what) async for what in look_faults(connection)])
    return faults


def _event(row: asyncpg.Record, walk: _Walk) -> Iterator[str]:
    """Compare one event with itself and with the one before it, and step over it."""
    position, recorded_at = row["position"], row["recorded_at"]
    if position != walk.position + 1:
        yield f"gap: {walk.position + 1} to {position - 1} are missing before it"
    if walk.recorded_at and recorded_at < walk.recorded_at:
        yield "recorded_at is before that of the event before it"

    digest = sha256(
        row["body"] + row["stream_id"].bytes + row["version"].to_bytes(4, "big")
    ).digest()
    if row["hash"] != _chained(walk.hash, position, recorded_at, digest):
        yield "hash does not follow from body, stream_id, version, recorded_at and hash before"
    yield from _columns(row)

    before = walk.streams.get(row["stream_id"])
    if row["version"] != (before.version if before else 0) + 1:
        yield "version does not follow the one before it in its stream"
    if before and before[:2] != (row["stream_type"], row["organisation"]):
        yield "stream_type or organisation is not that of its stream"

    walk.position, walk.hash, walk.recorded_at = position, row["hash"], recorded_at
    walk.streams[row["stream_id"]] = _Stream(
        row["stream_type"], row["organisation"], row["version"]
    )


def _chained(before: bytes, position: int, recorded_at: datetime, digest: bytes) -> bytes:
    microseconds = (recorded_at - _EPOCH) // timedelta(microseconds=1)
    return sha256(
        before
        + position.to_bytes(8, "big")
        + microseconds.to_bytes(8, "big", signed=True)
        + digest
    ).digest()


def _columns(row: asyncpg.Record) -> Iterator[str]:
    try:
        body = Body.from_bytes(row["body"])
    except (ValueError, KeyError, TypeError, AttributeError):
        yield "body cannot be read"
        return
    said: dict[str, Any] = {
        "event_id": body.id,
        "stream_id": body.stream_id,
        "version": body.version,
        "organisation": body.organisation,
        "programme": body.programme,
        "stream_type": body.aggregate,
        "type": body.name,
        "schema_version": body.schema_version,
    }
    for column, value in said.items():
        if row[column] != value:
            yield f"column {column} differs from the body"


def _streams(known: dict[UUID, _Stream], walked: dict[UUID, _Stream]) -> Iterator[str]:
    for stream_id in known.keys() | walked.keys():
        row, events = known.get(stream_id), walked.get(stream_id)
        if row is None:
            yield f"stream {stream_id} has events but no row in streams"
        elif events is None:
            yield f"stream {stream_id} stands at version {row.version} but has no event"
        elif row != events:
            yield f"stream {stream_id} stands at {tuple(row)}, its events at {tuple(events)}"


def _head(head: asyncpg.Record | None, walk: _Walk) -> Iterator[Fault]:
    if head is None:
        yield Fault(None, "head is missing")
        return
    if head["position"] > walk.position:
        said = head["position"]
        what = f"the tail is cut off: head says {said}, events end at {walk.position}"
        yield Fault(walk.position + 1, what)
    elif head["position"] < walk.position:
        what = f"head says {head['position']}, events end at {walk.position}"
        yield Fault(head["position"] + 1, what)
    elif head["hash"] != walk.hash:
        yield Fault(walk.position, "hash differs from head")
    elif walk.recorded_at and head["recorded_at"] != walk.recorded_at:
        yield Fault(walk.position, "recorded_at differs from head")
