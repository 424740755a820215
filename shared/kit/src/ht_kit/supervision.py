"""Parts of a process that run side by side, and stop in order when they are asked to."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
import uvicorn
from starlette.types import ASGIApp

from ht_kit.logging import where

PATIENCE: Final = 25.0
"""Seconds that parts have for stopping."""
_log = structlog.get_logger("ht.service")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that runs until it is cancelled."""

    name: str
    run: Callable[[], Awaitable[None]]


class Stopping:
    """Set once by SIGTERM or SIGINT."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def listen(self) -> None:
        """Hear the signals that end the process."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.ask)

    def ask(self) -> None:
        """Ask the process to stop."""
        self._asked.set()

    async def asked(self) -> None:
        """Wait until the process is asked to stop."""
        await self._asked.wait()


class Parts:
    """Runs parts. One that ends by itself has died: the process must end too."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._tasks: dict[asyncio.Task[None], str] = {}

    def start(self) -> None:
        """Start every part."""
        for part in self._parts:
            task = asyncio.create_task(_run(part), name=part.name)
            self._tasks[task] = part.name

    async def died(self) -> None:
        """Wait until a part has died; for ever where there is none."""
        if not self._tasks:
            await asyncio.Event().wait()
        await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """Cancel every part, and wait until it has put down what it held."""
        for task in self._tasks:
            task.cancel()
        await self.finished()

    async def finished(self) -> None:
        """Wait until every part has ended."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=PATIENCE)
            for task in late:
                _log.error("part_did_not_stop", part=self._tasks[task])


async def _run(part: Part) -> None:
    try:
        await part.run()
    except Exception as fault:  # noqa: BLE001 - whatever it was, the part is dead
        _log.critical(
            "part_died", part=part.name, error=type(fault).__name__, where=where(fault)
        )


async def first_of(stopping: Stopping, *parts: Parts) -> bool:
    """Wait until asked to stop (False) or until a part has died (True)."""
    asked = asyncio.create_task(stopping.asked())
    deaths = [asyncio.create_task(each.died()) for each in parts]
    await asyncio.wait([asked, *deaths], return_when=asyncio.FIRST_COMPLETED)
    died = any(death.done() for death in deaths)
    for task in (asked, *deaths):
        task.cancel()
    return died


class Server(uvicorn.Server):
    """An HTTP server as one part among others: signals are heard elsewhere."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=int(PATIENCE) - 5,
            )
        )
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=1024)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def run_part(self) -> None:
        """Serve until asked to stop."""
        await self.serve(sockets=[self._socket])

    def finish(self) -> None:
        """Take nothing new, and finish what is being answered."""
        self.should_exit = True
