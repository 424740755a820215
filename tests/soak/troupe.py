"""The engines and processes of one soak: started, killed, frozen, started again."""

import asyncio
import contextlib
import itertools
import random
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ht_kit.migrations import CONSUMING, STORE
from ht_local.engines.nats import SYSTEM_ACCOUNT, Nats
from ht_local.engines.ports import free_port
from ht_local.engines.postgres import Postgres
from ht_local.engines.process import Child
from ht_local.pytest_engines import PostgresServer

from .place import Place, urls_of

ROOT = Path(__file__).parents[2]
MIGRATIONS = Path(__file__).with_name("migrations")
COPIES = {"writer": 4, "relay": 2, "projector": 2, "reactors": 2, "due": 2}
Engine: TypeAlias = Postgres | Nats


@dataclass
class Actor:
    """One of our processes: `number` of its `kind`. The last of a kind is never killed.

    It may be frozen and cut off like the others, but lives from the first minute to the last,
    so that its memory tells whether it grows.
    """

    kind: str
    number: int
    child: Child
    generation: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}"

    @property
    def is_spared(self) -> bool:
        return self.number == COPIES[self.kind]


class Troupe:
    """Everything that runs."""

    def __init__(self, seed: int, pause: float) -> None:
        self.seed, self.pause = seed, pause
        self.folder = Path(tempfile.mkdtemp(prefix="ht-soak-"))
        self.folder.chmod(0o711)
        self.postgres = Postgres(self.folder / "postgres", free_port())
        self.nats = Nats(self.folder / "nats", free_port(), free_port(), accounts=("core",))
        self.locks: dict[Engine, asyncio.Lock] = {
            self.postgres: asyncio.Lock(),
            self.nats: asyncio.Lock(),
        }
        self.actors = [
            Actor(
                kind,
                number,
                Child(
                    f"{kind}-{number}",
                    self.folder / f"{kind}-{number}.log",
                    stop_signal=signal.SIGTERM,
                ),
            )
            for kind, copies in COPIES.items()
            for number in itertools.islice(itertools.count(1), copies)
        ]
        self.died_by_themselves: Counter[str] = Counter()

    async def begin(self) -> None:
        """Start the engines, make the databases, start every process."""
        (self.folder / "postgres").mkdir(mode=0o711)
        await asyncio.to_thread(self.postgres.start)
        await asyncio.to_thread(self.nats.start)
        server = PostgresServer(self.postgres)
        things = await server.database_for(
            "things", folders=[STORE, CONSUMING, MIGRATIONS / "things"]
        )
        echoes = await server.database_for("echoes", folders=[STORE, CONSUMING])
        reading = await server.database_for(
            "reading", folders=[CONSUMING, MIGRATIONS / "reading"]
        )
        self.place = Place(
            folder=str(self.folder),
            seed=self.seed,
            nats_url=self.nats.url("core"),
            things=urls_of(things),
            echoes=urls_of(echoes),
            reading=urls_of(reading),
        )
        self._environment = self.place.write()
        for actor in self.actors:
            self.start(actor)

    @property
    def system_url(self) -> str:
        """The address of NATS for whoever may cut connections."""
        return self.nats.url(SYSTEM_ACCOUNT)

    def start(self, actor: Actor) -> None:
        """Start a process, or its next generation."""
        actor.generation += 1
        python = [sys.executable, "-m"]
        command = (
            [*python, "tests.soak.writer", actor.name, str(actor.generation), str(self.pause)]
            if actor.kind == "writer"
            else [*python, "tests.soak.process", actor.kind]
        )
        actor.child.start(command, environment=self._environment, folder=ROOT)

    async def watch(self) -> None:
        """Start again what ended without being killed, as a supervisor does; count it."""
        while True:
            for actor in self.actors:
                if actor.lock.locked() or (code := actor.child.ended()) is None:
                    continue
                if actor.kind != "writer" or code or not self.place.is_over:
                    self.died_by_themselves[actor.kind] += 1
                    self.start(actor)
            await asyncio.sleep(0.5)

    async def all_write(self) -> None:
        """Wait until every writer has asked for something."""
        diaries = [
            self.folder / f"diary-writer-{number + 1}.jsonl"
            for number in range(COPIES["writer"])
        ]
        async with asyncio.timeout(120):
            while not all(map(Path.exists, diaries)):  # noqa: ASYNC110 - other processes
                await asyncio.sleep(0.2)

    async def finish_writing(self) -> None:
        """Have the writers finish what they began, and wait until they have."""
        self.place.end()
        writers = [actor for actor in self.actors if actor.kind == "writer"]
        # One that died is started again by `watch`.
        while any(actor.child.ended() != 0 for actor in writers):  # noqa: ASYNC110 - processes
            await asyncio.sleep(0.2)

    def end(self) -> None:
        """End everything at once."""
        for actor in self.actors:
            actor.child.thaw()
            actor.child.kill()
        for engine in (self.nats, self.postgres):
            with contextlib.suppress(RuntimeError):
                engine.kill9()

    def killable(self, kind: str, dice: random.Random) -> Actor:
        """Choose one of a kind that may be killed."""
        return dice.choice([a for a in self.actors if a.kind == kind and not a.is_spared])

    def freezable(self, kind: str, dice: random.Random) -> Actor:
        """Choose one of a kind."""
        return dice.choice([a for a in self.actors if a.kind == kind])
