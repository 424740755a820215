"""Where everything of one soak is, as its processes are told."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from ht_kit.aggregate import Aggregate
from ht_kit.composition import SIZES
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.pools import open_pool
from ht_kit.reading import Pool
from ht_kit.sealing import Sealing
from ht_local.pytest_engines import Database

from .echoes import ECHO
from .things import THING

VARIABLE = "SOAK_PLACE"
ROLES = ("writer", "reader", "relay", "worker")
_AGGREGATES: dict[str, Sequence[Aggregate[Any, Any, Any]]] = {
    "things": [THING],
    "echoes": [ECHO],
}
_WRAPPING = WrappingKeys("only", {"only": bytes(32)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The addresses of every database, as each role, and of NATS; and the soak's folder."""

    folder: str
    seed: int
    nats_url: str
    things: dict[str, str]
    echoes: dict[str, str]
    reading: dict[str, str]

    def write(self) -> dict[str, str]:
        """Write it down, and give the environment of a process that will read it."""
        path = Path(self.folder) / "place.json"
        path.touch(mode=0o600)
        path.write_bytes(orjson.dumps(asdict(self)))
        return os.environ | {VARIABLE: str(path)}

    @property
    def is_over(self) -> bool:
        """Say whether nothing new is to be asked for."""
        return (Path(self.folder) / "over").exists()

    def end(self) -> None:
        """Have nothing new asked for."""
        (Path(self.folder) / "over").touch()

    @classmethod
    def read(cls) -> "Place":
        """Read what this process was told."""
        return cls(**orjson.loads(Path(os.environ[VARIABLE]).read_bytes()))


def urls_of(database: Database) -> dict[str, str]:
    """Give the addresses of a database, for each role."""
    return {
        **{role: database.url(role) for role in ROLES},
        "keys": database.keys_url,
        "admin": database.admin_url,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a process of a service holds, as the kit composes it."""

    store: EventStore
    handlers: Handlers
    worker: Pool


@asynccontextmanager
async def opened(service: str, urls: dict[str, str]) -> AsyncIterator[Opened]:
    """Open a service's store as its own roles, with the sizes that production has."""
    pools = {
        role: await open_pool(urls[role], at_most=SIZES[role], at_least=0, name=service)
        for role in ("writer", "reader", "worker", "keys")
    }
    store = EventStore(pools["writer"], pools["reader"], service)
    sealing = Sealing(Keyring(pools["keys"], _WRAPPING, service), bytes(range(32)))
    handlers = Handlers(_AGGREGATES[service], store, sealing)
    try:
        yield Opened(store=store, handlers=handlers, worker=pools["worker"])
    finally:
        await store.close()
        for pool in pools.values():
            pool.terminate()
