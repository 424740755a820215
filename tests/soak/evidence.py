"""Everything that is there at the end, read as an outsider would: tables and streams."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import nats
import orjson
from nats.aio.client import Client

from ht_kit.topology import stream_of
from ht_kit.verify import Witness, verify

from . import things
from .checker import Evidence, Happened
from .checker import Place as Stands
from .diary import Read
from .place import Place

_EVENTS = "SELECT position, event_id, stream_id, version, type, body FROM events ORDER BY 1"
_AT_ONCE = 500


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    """Connect to NATS once, without waiting for a server that is away."""

    async def quietly(_: Exception) -> None:
        """Errors are the caller's."""

    client = await nats.connect(url, allow_reconnect=False, connect_timeout=2, error_cb=quietly)
    try:
        yield client
    finally:
        await client.close()


async def gather(place: Place) -> Evidence:
    """Read it all."""
    diaries = _diaries(place)
    things_stream, things_witness = await _stream(place, "things")
    echoes_stream, echoes_witness = await _stream(place, "echoes")
    broken = [
        f"{service} at {fault.position}: {fault.what}"
        for service, urls, witness in (
            ("things", place.things, things_witness),
            ("echoes", place.echoes, echoes_witness),
        )
        for fault in await verify(urls["relay"], witness=witness)
    ]
    shelf = await _rows(place.things, "SELECT thing, events, last_mark FROM shelf")
    due = await _rows(place.things, "SELECT aggregate, done_at IS NOT NULL FROM due")
    tally = await _rows(place.reading, "SELECT thing, events, broken FROM tally")
    return Evidence(
        diaries=diaries,
        things=[_happened(row) for row in await _rows(place.things, _EVENTS)],
        echoes=[_happened(row) for row in await _rows(place.echoes, _EVENTS)],
        things_stream=things_stream,
        echoes_stream=echoes_stream,
        seen=await _read_model(place, "seen"),
        heard=await _read_model(place, "heard"),
        tally={_id(row[0]): (row[1], row[2]) for row in tally},
        shelf={_id(row[0]): (row[1], _id(row[2])) for row in shelf},
        due={_id(row[0]): row[1] for row in due},
        broken=broken,
    )


def _diaries(place: Place) -> Read:
    read = Read()
    for diary in sorted(Path(place.folder).glob("diary-*.jsonl")):
        read.take(diary)
    return read


async def _rows(urls: dict[str, str], query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(urls["admin"])
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()


async def _read_model(place: Place, table: str) -> list[Stands]:
    rows = await _rows(
        place.reading, f"SELECT position, event_id, thing, version FROM {table} ORDER BY place"
    )
    return [Stands(row[0], _id(row[1]), _id(row[2]), row[3]) for row in rows]


def _happened(row: asyncpg.Record) -> Happened:
    body = orjson.loads(row["body"])
    data = body["data"]
    told = True
    due_on = label = None
    if row["type"] in things.CODEC.names:
        event = things.CODEC.decode(row["type"], body["schemaversion"], data)
        told = things.tell(event) is not None
        if isinstance(event, things.ThingMade):
            due_on, label = event.due_on, event.label
    return Happened(
        place=Stands(
            row["position"], _id(row["event_id"]), _id(row["stream_id"]), row["version"]
        ),
        type=row["type"],
        mark=UUID(data["mark"]) if "mark" in data else None,
        due_on=due_on,
        label=label,
        of=UUID(data["of"]) if "of" in data else None,
        told=told,
    )


async def _stream(place: Place, service: str) -> tuple[list[Stands], Witness | None]:
    """Read a stream from its beginning, as a new partner would."""
    found: list[Stands] = []
    witness: Witness | None = None
    async with connected(place.nats_url) as client:
        js = client.jetstream()
        messages = (await js.stream_info(stream_of(service))).state.messages
        reader = await js.pull_subscribe(f"evt.{service}.>", stream=stream_of(service))
        while len(found) < messages:
            for message in await reader.fetch(_AT_ONCE, timeout=20):
                envelope = orjson.loads(message.data)
                sequence = message.metadata.sequence.stream
                found.append(
                    Stands(
                        sequence,
                        UUID(envelope["id"]),
                        UUID(envelope["subject"]),
                        int(envelope["sequence"]),
                    )
                )
                digest = (message.headers or {})["Ht-Hash"]
                witness = Witness(sequence, bytes.fromhex(digest))
                await message.ack()
    return found, witness


def _id(value: UUID) -> UUID:
    return UUID(int=value.int)  # asyncpg's own UUIDs are slower to compare
