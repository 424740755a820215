"""What is done to the troupe: kills, freezes, cuts, a lost disk and a slow one."""

import asyncio
import json
import os
import random
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import asyncpg

from .evidence import connected
from .troupe import COPIES, Engine, Troupe

Fault: TypeAlias = Callable[[], Coroutine[None, None, None]]

_KILLS = {"writer": 3, "relay": 3, "projector": 3, "reactors": 2, "due": 1}
_FREEZES = {"writer": 1, "relay": 2, "projector": 2, "reactors": 1, "due": 1}
_MEGABYTE = os.urandom(1 << 20)


class Faults:
    """Lets faults happen at random, several at a time; counts them by kind."""

    def __init__(self, troupe: Troupe, dice: random.Random, *, every: float) -> None:
        self._troupe, self._dice, self._every = troupe, dice, every
        self.counts: Counter[str] = Counter()
        self._under_way: set[asyncio.Task[None]] = set()
        self._failed: list[asyncio.Task[None]] = []
        self._choices: list[tuple[str, float, Fault]] = [
            *((f"kill {kind}", n, self._kill_one(kind)) for kind, n in _KILLS.items()),
            *((f"freeze {kind}", n, self._freeze_one(kind)) for kind, n in _FREEZES.items()),
            ("kill nats", 1, lambda: self._kill_engine("kill nats", troupe.nats)),
            ("kill postgres", 1, lambda: self._kill_engine("kill postgres", troupe.postgres)),
            ("freeze nats", 1, lambda: self._freeze_engine("freeze nats", troupe.nats)),
            (
                "freeze postgres",
                1,
                lambda: self._freeze_engine("freeze postgres", troupe.postgres),
            ),
            ("cut postgres", 2, self._cut_postgres),
            ("cut nats", 2, self._cut_nats),
            ("slow disk", 0.5, self._slow_disk),
        ]

    async def until(self, end: float, *, lose_nats: int) -> None:
        """Let faults happen until `end`; the whole NATS folder is lost so many times."""
        start = time.monotonic()
        losses = sorted(
            start + (end - start) * self._dice.uniform(0.2, 0.8) for _ in range(lose_nats)
        )
        while (now := time.monotonic()) < end:
            if losses and now > losses[0]:
                losses.pop(0)
                self._begin(self._lose_nats())
            else:
                _, weights, faults = zip(*self._choices, strict=True)
                self._begin(self._dice.choices(faults, weights)[0]())
            self._raise_what_failed()
            await asyncio.sleep(min(self._dice.expovariate(1 / self._every), end - now))

    async def over(self) -> None:
        """Wait until every fault has ended: all is thawed and started again."""
        while self._under_way:
            await asyncio.wait(self._under_way)
        self._raise_what_failed()

    def _raise_what_failed(self) -> None:
        """A fault that could not be ended, such as a server that does not start again."""
        for task in self._failed:
            task.result()

    def _begin(self, fault: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(fault)
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        if task.cancelled() or task.exception():
            self._failed.append(task)

    def _kill_one(self, kind: str) -> Fault:
        async def kill() -> None:
            actor = self._troupe.killable(kind, self._dice)
            if actor.lock.locked():
                return
            async with actor.lock:
                actor.child.kill()
                self.counts[f"kill {kind}"] += 1
                await asyncio.sleep(self._dice.uniform(0, 1.5))
                self._troupe.start(actor)

        return kill

    def _freeze_one(self, kind: str) -> Fault:
        async def freeze() -> None:
            actor = self._troupe.freezable(kind, self._dice)
            if actor.lock.locked():
                return
            async with actor.lock:
                actor.child.freeze()
                self.counts[f"freeze {kind}"] += 1
                await asyncio.sleep(self._for_a_while())
                actor.child.thaw()

        return freeze

    async def _kill_engine(self, name: str, engine: Engine) -> None:
        if self._troupe.locks[engine].locked():
            return
        async with self._troupe.locks[engine]:
            await asyncio.to_thread(engine.kill9)
            self.counts[name] += 1
            await asyncio.sleep(self._dice.uniform(0, 2))
            await asyncio.to_thread(engine.start)

    async def _freeze_engine(self, name: str, engine: Engine) -> None:
        if self._troupe.locks[engine].locked():
            return
        async with self._troupe.locks[engine]:
            await asyncio.to_thread(engine.sigstop)
            self.counts[name] += 1
            await asyncio.sleep(self._for_a_while())
            await asyncio.to_thread(engine.sigcont)

    async def _lose_nats(self) -> None:
        async with self._troupe.locks[self._troupe.nats]:
            await asyncio.to_thread(self._troupe.nats.kill9)
            await asyncio.to_thread(self._troupe.nats.delete_data)
            self.counts["lose nats"] += 1
            await asyncio.sleep(self._dice.uniform(0, 2))
            await asyncio.to_thread(self._troupe.nats.start)

    async def _cut_postgres(self) -> None:
        """End some sessions, in whatever they are doing."""
        with suppress(Exception):  # it is away or frozen: nothing is cut, then
            connection = await asyncpg.connect(self._troupe.postgres.admin_url(), timeout=2)
            try:
                cut = await connection.fetch(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE usename <> current_user AND random() < $1",
                    self._dice.choice([0.1, 0.5, 1.0]),
                    timeout=2,
                )
                self.counts["cut postgres"] += len(cut)
            finally:
                connection.terminate()

    async def _cut_nats(self) -> None:
        """Have the server close some connections, in whatever they are doing."""
        with suppress(Exception):  # it is away or frozen: nothing is cut, then
            known = await asyncio.to_thread(_connections, self._troupe.nats.monitoring_url)
            async with connected(self._troupe.system_url) as client:
                for cid in known["connections"]:
                    if self._dice.random() < 0.4:
                        await client.publish(
                            f"$SYS.REQ.SERVER.{known['server_id']}.KICK",
                            json.dumps({"cid": cid["cid"]}).encode(),
                        )
                        self.counts["cut nats"] += 1
                await client.flush()

    async def _slow_disk(self) -> None:
        """Make every fsync of the engines wait behind others on the same disk."""
        until = time.monotonic() + self._dice.uniform(2, 6)
        self.counts["slow disk"] += 1
        await asyncio.gather(
            *(
                asyncio.to_thread(_storm, self._troupe.folder / f"storm-{number}", until)
                for number in range(4)
            )
        )

    def _for_a_while(self) -> float:
        """Give how long something is frozen: mostly short, now and then beyond every lease."""
        return min(self._dice.expovariate(1 / 2.5), 20.0)


def _connections(monitoring_url: str) -> "dict[str, list[dict[str, int]]]":
    with urllib.request.urlopen(f"{monitoring_url}/connz?limit=1000", timeout=2) as answer:
        read: dict[str, list[dict[str, int]]] = json.load(answer)
    return read


def _storm(path: Path, until: float) -> None:
    with path.open("wb") as out:
        while time.monotonic() < until:
            out.seek(0)
            out.write(_MEGABYTE)
            out.flush()
            os.fsync(out.fileno())


assert _KILLS.keys() == COPIES.keys()
