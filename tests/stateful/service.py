"""A copy of the invented service, as a process of it opens it, and what it can be asked."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID, uuid5

from tests.soak import echoes, things

from ht_kit.asked import Actor, Asked
from ht_kit.composition import SIZES
from ht_kit.decider import Handler, Recorded
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.pools import open_pool
from ht_kit.sealing import Sealing
from ht_local.pytest_engines import Database

OURS, OTHERS = "northfield-council", "southfield-council"
NOON = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
_WRAPPING = WrappingKeys("only", {"only": bytes(32)})
_SHELF = "SELECT thing, organisation, events, last_mark, owner_name FROM shelf"


class Service:
    """One copy: its pools, its store, and the keys that it remembers for so many seconds."""

    def __init__(self, database: Database, name: str, *, remembered: float = 0.0) -> None:
        self._database, self._name, self._remembered = database, name, remembered

    async def opened(self) -> Self:
        """Open everything."""
        urls = {role: self._database.url(role) for role in ("writer", "reader", "worker")}
        urls["keys"] = self._database.keys_url
        self._pools = {
            role: await open_pool(url, at_most=SIZES[role], at_least=0)
            for role, url in urls.items()
        }
        self.worker = self._pools["worker"]
        self.keyring = Keyring(
            self._pools["keys"], _WRAPPING, self._name, remembered=self._remembered
        )
        self._store = EventStore(self._pools["writer"], self._pools["reader"], self._name)
        self.handlers = Handlers(
            [things.THING, echoes.ECHO], self._store, Sealing(self.keyring, bytes(range(32)))
        )
        return self

    async def closed(self) -> None:
        """Close everything."""
        await self._store.close()
        self.drop()

    def drop(self) -> None:
        """Let go of everything, as a process that is killed."""
        for pool in self._pools.values():
            pool.terminate()

    async def ask(
        self,
        stream: UUID,
        command: things.Command,
        *,
        key: str,
        words: str = "",
        expected: int | None = None,
        organisation: str = OURS,
    ) -> Recorded:
        """Ask for one command; other `words` make it another request under the same key."""
        handler: Handler[things.Command, things.Thing, things.Event]
        handler = self.handlers.of(things.THING)
        asked = _asked(key, words, expected, organisation)
        if isinstance(command, things.Make):
            return await handler.create(stream, command, asked=asked)
        return await handler.handle(stream, command, asked=asked)

    async def warm(self) -> None:
        """Connect, so that what follows is only what is asked for."""
        for pool in self._pools.values():
            await pool.fetchval("SELECT 1")

    async def erase(self, client: UUID) -> None:
        """Destroy a client's key."""
        await self.keyring.destroy(OURS, [client])

    async def name_of(self, stream: UUID) -> str | None:
        """Read the personal field of a thing, as its events have it."""
        actor = _asked("", "", None, OURS).actor
        state, _ = await self.handlers.of(things.THING).read(stream, actor=actor)
        return state.owner_name

    async def shelf(self) -> Sequence[dict[str, Any]]:
        """Read the rows that were written with the events, opened; of one organisation each."""
        rows: list[dict[str, Any]] = []
        for organisation in (OURS, OTHERS):
            found = await self.handlers.reads(organisation).rows(_SHELF)
            rows += await self.handlers.sealing.open_rows(organisation, "shelf", found)
        return rows


def _asked(key: str, words: str, expected: int | None, organisation: str) -> Asked:
    return Asked(
        actor=Actor(
            subject="a-worker",
            employer=organisation,
            organisation=organisation,
            programme=things.PROGRAMME,
            roles=frozenset({"health-trainer"}),
        ),
        key=key,
        fingerprint=key + words,
        at=NOON,
        new_id=uuid5(UUID(int=0), key),
        correlation_id=uuid5(UUID(int=1), key),
        expected_version=expected,
    )
