"""What is there: in the store, in the stream, in read models, in the second service."""

from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import orjson
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from ht_kit.topology import stream_of
from ht_kit.verify import Fault, Witness, verify
from ht_local.pytest_engines import Database

STREAM = stream_of("things")


class Event(NamedTuple):
    """An event of the store."""

    position: int
    id: UUID
    stream: UUID
    version: int
    organisation: str
    kind: str
    body: bytes
    hash: str

    @property
    def data(self) -> dict[str, Any]:
        """Give what was said."""
        return orjson.loads(self.body)["data"]  # type: ignore[no-any-return]  # it is JSON


class Message(NamedTuple):
    """A message of the stream."""

    sequence: int
    id: UUID
    hash: str
    body: bytes


class Looking:
    """Looks from outside, with the rights of an administrator."""

    def __init__(
        self,
        pools: "list[asyncpg.Pool[asyncpg.Record]]",
        client: Client,
        stores: list[Database],
    ) -> None:
        self._pools, self._stores = pools, stores
        self._ours, self._theirs = pools
        self._js = client.jetstream()

    async def log(self) -> list[Event]:
        """Give the events of the store."""
        rows = await self._ours.fetch(
            "SELECT position, event_id, stream_id, version, organisation, type, body, hash"
            " FROM events ORDER BY position"
        )
        return [
            Event(
                position=row["position"],
                id=_id(row["event_id"]),
                stream=_id(row["stream_id"]),
                version=row["version"],
                organisation=row["organisation"],
                kind=row["type"],
                body=row["body"],
                hash=row["hash"].hex(),
            )
            for row in rows
        ]

    async def read_model(self, table: str) -> list[tuple[int, UUID, UUID, int]]:
        """Give what a read model has, in the order in which it came."""
        rows = await self._ours.fetch(
            f"SELECT position, event_id, thing, version FROM {table} ORDER BY place"
        )
        return [(row[0], _id(row[1]), _id(row[2]), row[3]) for row in rows]

    async def reactions(self) -> list[UUID]:
        """Give what was reacted to, in order."""
        rows = await self._theirs.fetch("SELECT body FROM events ORDER BY position")
        return [UUID(orjson.loads(row[0])["data"]["of"]) for row in rows]

    async def parked(self) -> int:
        """Count what was set aside."""
        return sum([await each.fetchval("SELECT count(*) FROM parked") for each in self._pools])

    async def positions(self) -> dict[str, int]:
        """Give how far everybody is: the store, the stream, and each reader."""
        query = "SELECT consumer, position FROM consumer_position"
        rows = [row for each in self._pools for row in await each.fetch(query)]
        told = await self.told()
        head = await self._ours.fetchval("SELECT position FROM head")  # last: nobody is ahead
        return {row[0]: row[1] for row in rows} | {"store": head, "stream": told}

    async def told(self) -> int:
        """Give the last sequence of the stream; 0 where there is none."""
        with suppress(NotFoundError):
            return (await self._js.stream_info(STREAM)).state.last_seq
        return 0

    async def messages(self) -> list[Message]:
        """Read the stream from its beginning, as a new reader would."""
        found: list[Message] = []
        with suppress(NotFoundError):
            count = (await self._js.stream_info(STREAM)).state.messages
            reader = await self._js.pull_subscribe("evt.things.>", stream=STREAM)
            while len(found) < count:
                for message in await reader.fetch(500, timeout=10):
                    headers = message.headers or {}
                    found.append(
                        Message(
                            message.metadata.sequence.stream,
                            UUID(headers["ce-id"]),
                            headers["Ht-Hash"],
                            message.data,
                        )
                    )
            await reader.unsubscribe()
        return found

    async def faults(self, last: Message | None) -> list[Fault]:
        """Verify both stores; the last message of the stream is the witness of one."""
        witness = last and Witness(last.sequence, bytes.fromhex(last.hash))
        ours, theirs = (each.url("relay") for each in self._stores)
        return [*await verify(ours, witness=witness), *await verify(theirs)]


def _id(value: UUID) -> UUID:
    return UUID(int=value.int)  # asyncpg's own kind of UUID is equal to ours, but shows oddly
