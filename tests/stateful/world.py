"""The real thing under test: two services, read models, Postgres, NATS, and who runs."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from tests.soak import echoes, things

from ht_kit.decider import Recorded
from ht_kit.leadership import Connection
from ht_kit.migrations import CONSUMING, STORE
from ht_kit.nats_connection import connect
from ht_kit.pools import open_pool
from ht_kit.projector import Projector, Received
from ht_kit.relay import Relay
from ht_local.pytest_engines import Database, PostgresServer

from .dying import Fate, Process
from .looking import STREAM, Looking
from .service import Service

READER, REBUILT = "reading_seen", "reading_heard"
DURABLES = {"projector": READER, "reactors": echoes.READER, "rebuilding": REBUILT}
ALWAYS = ("relay", "projector", "reactors")
PATIENCE = 60.0  # seconds in which nothing moves, on a machine that does much else
FORGOTTEN = 0.1  # seconds after which NATS takes an id for a new one
_LEASE = 2.0
_MIGRATIONS = Path(things.__file__).with_name("migrations")


class World:
    """Everything of one example."""

    def __init__(self, things_at: Database, echoes_at: Database, nats_url: str) -> None:
        self._things, self._echoes, self._nats_url = things_at, echoes_at, nats_url
        self.running: dict[str, Process] = {}

    @classmethod
    async def made(
        cls, postgres: PostgresServer, nats_url: str, planted: Mapping[str, tuple[str, str]]
    ) -> "World":
        """Make an empty one, with faults planted into functions of the store, if any."""
        folders = [STORE, CONSUMING, _MIGRATIONS / "things", _MIGRATIONS / "reading"]
        made = cls(
            await postgres.database_for("things", folders=folders),
            await postgres.database_for("echoes", folders=[STORE, CONSUMING]),
            nats_url,
        )
        urls = [made._things.admin_url, made._echoes.admin_url]
        made._pools = [await open_pool(url, at_most=2, at_least=0) for url in urls]
        await made._plant(planted)
        made._client = await connect(nats_url, name="looking", reconnect_wait=0.1)
        made.look = Looking(made._pools, made._client, [made._things, made._echoes])
        made.here = await Service(made._things, "things", remembered=60.0).opened()
        made.there = await Service(made._things, "things").opened()
        await made.lose_stream()  # of an earlier example
        for name in ALWAYS:
            made.start(name)
        return made

    look: Looking
    here: Service
    there: Service
    _client: Client
    _pools: "list[asyncpg.Pool[asyncpg.Record]]"

    async def close(self) -> None:
        for process in self.running.values():
            await process.buried()
        self.here.drop()
        self.there.drop()
        for pool in self._pools:
            pool.terminate()
        await self._client.close()

    # Who asks.

    async def ask_and(
        self, fate: Fate, stream: UUID, command: things.Command, *, key: str
    ) -> Recorded | None:
        """Ask in a process of its own, to which something happens. None: nobody knows."""
        process = Process("asking")
        service = Service(self._things, "things")
        await process.start(service.opened())
        await process.start(service.warm())
        process.expect(fate)
        asking = process.start(service.ask(stream, command, key=key))
        await asyncio.wait([asking], timeout=1.0)
        if process.is_frozen:
            process.thaw()
        await asyncio.wait([asking], timeout=PATIENCE)
        try:
            if asking.done() and not asking.cancelled() and not process.is_dead:
                with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                    return asking.result()
            return None
        finally:
            service.drop()
            await process.buried()

    # Who runs.

    def start(self, name: str) -> Process:
        """Start one, in place of the one before."""
        process = self.running[name] = Process(name)
        process.start(self._work(name))
        return process

    async def strike(
        self, name: str, fate: Fate, meanwhile: Callable[[], Awaitable[None]]
    ) -> None:
        """Have something happen to somebody who has work to do; then let another take over."""
        process = self.running[name]
        process.expect(fate)
        await meanwhile()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.met.wait(), timeout=0.3)
        process.expect(None)
        if process.is_dead:
            await process.buried()
            self.start(name)
        elif process.is_frozen:
            await self._take_over_from(process)

    async def _take_over_from(self, frozen: Process) -> None:
        """Another takes over, comes level, and then the frozen one wakes up."""
        await self._pools[0].execute(  # as Postgres does itself after the lease
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            _session(frozen.name),
        )
        self.start(frozen.name)
        with suppress(NotLevel):
            await self.level(patience=2.0)
        await asyncio.sleep(2 * FORGOTTEN)
        frozen.thaw()
        await asyncio.sleep(0.4)
        await frozen.buried()

    async def level(self, *names: str, patience: float | None = None) -> None:
        """Wait until everybody is where the store is, as long as anybody moves."""
        clock = asyncio.get_running_loop().time
        readers = [DURABLES[name] for name in (*ALWAYS, *names) if name in DURABLES]
        before, since = dict[str, int](), clock()
        while True:
            at = await self.look.positions()
            ends = {at.get(name, 0) for name in (*readers, "stream", "store")}
            if len(ends) == 1:
                return
            for process in self.running.values():
                process.assert_alive()
            if at != before:
                before, since = at, clock()
            if max(ends) > at["store"] or clock() - since > (patience or PATIENCE):
                raise NotLevel(f"not everything is level: {at}")
            await asyncio.sleep(0.02)

    async def rebuild(self, fate: Fate, meanwhile: Callable[[], Awaitable[None]]) -> None:
        """Read everything into another read model, from the beginning, while more happens."""
        await self._lose_durable(REBUILT)
        ours = self._pools[0]
        await ours.execute("DELETE FROM consumer_position WHERE consumer = $1", REBUILT)
        await ours.execute("TRUNCATE heard")
        self.start("rebuilding")
        try:
            await self.strike("rebuilding", fate, meanwhile)
            await meanwhile()
            await self.level("rebuilding")
        finally:
            await self.running.pop("rebuilding").buried()

    # What happens to NATS.

    async def lose_stream(self) -> None:
        """Delete the stream with its consumers."""
        with suppress(NotFoundError):
            await self._client.jetstream().delete_stream(STREAM)

    async def lose_durable(self, name: str) -> None:
        """Delete a consumer."""
        await self._lose_durable(DURABLES[name])

    async def _lose_durable(self, durable: str) -> None:
        with suppress(NotFoundError):
            await self._client.jetstream().delete_consumer(STREAM, durable)

    async def hand_out_from(self, name: str, sequence: int) -> None:
        """Have a consumer hand out from somewhere else, while its reader runs."""
        js, durable = self._client.jetstream(), DURABLES[name]
        with suppress(NotFoundError):
            await js.consumer_info(STREAM, durable)  # to reset a missing one is never answered
            await js.reset_consumer(STREAM, durable, seq=sequence)

    # What is run.

    def _work(self, name: str) -> Coroutine[None, None, None]:
        match name:
            case "relay":
                return self._relay()
            case "reactors":
                return self._reactors()
            case _:
                return self._projector(DURABLES[name], _TABLES[name])

    async def _relay(self) -> None:
        await Relay(
            "things",
            self._things.url("relay"),
            self._nats_url,
            things.PUBLISHER.to_message,
            poll=0.3,  # what is written is heard of at once
            look_again=0.3,
            lease=_LEASE,
        ).run()

    async def _projector(self, name: str, table: str) -> None:
        async def see(connection: Connection, events: Sequence[Received]) -> None:
            await connection.executemany(
                f"INSERT INTO {table} (position, event_id, thing, version)"
                " VALUES ($1, $2, $3, $4)",
                [_row(event) for event in events],
            )

        client = await connect(self._nats_url, name=name, reconnect_wait=0.05)
        await Projector(name, STREAM, see, lease=_LEASE).run(self._things.url("worker"), client)

    async def _reactors(self) -> None:
        service = await Service(self._echoes, "echoes").opened()
        context = {"handlers": service.handlers}
        await echoes.the_reactors().run(service.worker, self._nats_url, context)

    async def _plant(self, planted: Mapping[str, tuple[str, str]]) -> None:
        for function, (old, new) in planted.items():
            query = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = $1"
            source = await self._pools[0].fetchval(query, function)
            assert source.count(old) == 1, f"{function} does not have this once: {old}"
            await self._pools[0].execute(source.replace(old, new))


_TABLES = {"projector": "seen", "rebuilding": "heard"}


class NotLevel(AssertionError):  # noqa: N818 - named for its reason
    """Somebody is not where the store is."""


def _session(name: str) -> str:
    return "relay things" if name == "relay" else f"projector {DURABLES.get(name, '')}"


def _row(event: Received) -> tuple[Any, ...]:
    envelope = event.envelope
    return event.position, envelope["id"], envelope["subject"], int(envelope["sequence"])
