"""What everything is measured on: real engines of the bench's own, gone when it ends."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.diary import DIARY, Diaries

from ht_kit.aggregate import Aggregate
from ht_kit.asked import Actor, Asked
from ht_kit.clock import now
from ht_kit.composition import SIZES
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.ids import new_id
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.migrations import CONSUMING, STORE
from ht_kit.pools import open_pool
from ht_kit.sealing import Sealing
from ht_local.engines.nats import Nats
from ht_local.engines.ports import free_port
from ht_local.engines.postgres import Postgres
from ht_local.pytest_engines import Database, NatsServer, PostgresServer

ORGANISATION = "wellbeing-northfield"
_FOLDERS = [STORE, CONSUMING, Path(__file__).with_name("migrations")]
_ACCOUNTS = 60


@dataclass(frozen=True, slots=True)
class Bed:
    """One Postgres and one NATS, for one measurement at a time."""

    postgres: PostgresServer
    nats: NatsServer

    async def diaries_database(self) -> Database:
        """Give a fresh database in which diaries are kept."""
        return await self.postgres.database_for("bench", folders=_FOLDERS)


@contextmanager
def a_folder() -> Iterator[Path]:
    """Give a folder that the account of Postgres can reach, for as long as it is needed."""
    made = Path(tempfile.mkdtemp(prefix="ht-bench-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def engines(folder: Path) -> Iterator[Bed]:
    """Run the engines."""
    accounts = tuple(f"bench_{number}" for number in range(_ACCOUNTS))
    postgres = Postgres(folder / "postgres", free_port())
    nats = Nats(folder / "nats", free_port(), free_port(), accounts=accounts)
    try:
        postgres.start()
        nats.start()
        yield Bed(PostgresServer(postgres), NatsServer(nats))
    finally:
        nats.stop()
        postgres.stop()


@asynccontextmanager
async def diaries(database: Database) -> AsyncIterator[Diaries]:
    """Give the handler of diaries."""
    async with handlers(database, [DIARY]) as built:
        yield built.of(DIARY)


@asynccontextmanager
async def handlers(
    database: Database, aggregates: Sequence[Aggregate[Any, Any, Any]]
) -> AsyncIterator[Handlers]:
    """Put handlers together as a service does, with as many connections."""
    async with AsyncExitStack() as closing:
        writer, reader, keys = [
            await closing.enter_async_context(await open_pool(url, at_most=SIZES[role]))
            for role, url in (
                ("writer", database.url("writer")),
                ("reader", database.url("reader")),
                ("keys", database.keys_url),
            )
        ]
        store = EventStore(writer, reader, database.service)
        closing.push_async_callback(store.close)
        wrapping = WrappingKeys("bench", {"bench": bytes(32)})
        keyring = Keyring(keys, wrapping, database.service)
        yield Handlers(aggregates, store, Sealing(keyring, bytes(32)))


def asked(*, programme: str | None = None) -> Asked:
    """Give the circumstances of a command, with a key of its own."""
    actor = Actor(
        subject="worker-1",
        employer=ORGANISATION,
        organisation=ORGANISATION,
        programme=programme,
        roles=frozenset({"health-trainer"}),
    )
    made = new_id()
    return Asked(
        actor=actor,
        key=str(made),
        fingerprint=made.hex,
        at=now(),
        new_id=new_id(),
        correlation_id=new_id(),
    )
