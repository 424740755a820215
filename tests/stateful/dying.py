"""Processes that share this one: they can die, freeze or be cut off wherever it matters.

A process here is a task with all the tasks that it makes, and the connections of those. It has
a fate: after so many words to a server, or so many awaits, it

- dies: its connections end, so that nothing more reaches a server, as after `kill -9`, and only
  then are its tasks ended;
- freezes: it goes on nowhere and says nothing until it is thawed, as after SIGSTOP;
- is cut off: its connections end, and it lives on.

Nobody outside can tell two awaits with no word between them from one another; so fates that
count words hit sooner, and those that count awaits leave nothing out.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextvars import Context, ContextVar
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")

_HERE: ContextVar["Process | None"] = ContextVar("process", default=None)
_GRACE = 30.0


Kind: TypeAlias = Literal["die", "freeze", "cut"]


class Fate(NamedTuple):
    """What will happen to a process, and when: at a word, before or after it has gone out."""

    kind: Kind
    after: int
    of: Literal["words", "awaits"] = "words"
    sent: bool = False


class Process:
    """What belongs to one process: its connections, its tasks, and its fate."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_dead = self.is_frozen = False
        self.met = asyncio.Event()
        self._fate: Fate | None = None
        self._left = 0
        self._transports: list[asyncio.BaseTransport] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._first: list[asyncio.Task[Any]] = []
        self._held: list[Callable[[], None]] = []
        self._pauses: list[asyncio.Future[None]] = []
        self._loop = asyncio.get_running_loop()

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Start it, or something more in it."""
        context = Context()
        context.run(_HERE.set, self)
        task = self._loop.create_task(work, context=context)
        self._first.append(task)
        return task

    def expect(self, fate: Fate | None) -> None:
        """Let this happen to it from now on, and nothing else."""
        self._fate, self._left = fate, fate.after if fate else 0
        self.met.clear()

    def assert_alive(self) -> None:
        """Say what it ended with, if it ended by itself."""
        for task in self._first:
            if task.done() and not self.is_dead:
                raise AssertionError(f"{self.name} has ended") from task.exception()

    def wakes(self) -> None:
        """Count an await that is over."""
        self._comes("awaits")

    def says(self, write: Callable[[], None]) -> None:
        """Send a word, unless it comes too late."""
        comes, fate = self._is_due("words"), self._fate
        if comes and fate and not fate.sent:
            self._meet(fate)
            if fate.kind == "cut":
                return
        if self.is_frozen:
            self._held.append(write)
        elif not self.is_dead:
            write()
        if comes and fate and fate.sent:
            self._meet(fate)

    def pause(self) -> "asyncio.Future[None]":
        """Give what a task waits for while nothing goes on."""
        pause = self._loop.create_future()
        pause._asyncio_future_blocking = True  # as `await` says it
        self._pauses.append(pause)
        return pause

    def thaw(self) -> None:
        """Go on, late as it may be."""
        self.is_frozen = False
        held, self._held = self._held, []
        for write in held:
            write()
        for pause in self._pauses:
            if not pause.done():
                pause.set_result(None)
        self._pauses.clear()

    def die(self) -> None:
        """Die now: nothing more is sent, nothing more is received."""
        self.is_dead = True
        self._cut()
        for task in self._tasks:
            task.cancel()

    async def buried(self) -> None:
        """Wait until nothing of it is left."""
        self.die()
        deadline = self._loop.time() + _GRACE
        while left := {task for task in self._tasks if not task.done()}:
            for task in left:
                task.cancel()
            await asyncio.wait(left, timeout=0.2)
            if self._loop.time() > deadline:
                raise AssertionError(f"{self.name} does not end: {left}")

    def owns_task(self, task: "asyncio.Task[Any]") -> None:
        """Keep a task, and look at what it raised, so that nobody misses it."""
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def owns_transport(self, transport: asyncio.WriteTransport) -> None:
        """Keep a connection, and hear all that is said on it."""
        self._transports.append(transport)
        write = transport.write

        def say(data: bytes) -> None:
            self.says(lambda: write(data))

        vars(transport).update(write=say, writelines=lambda parts: say(b"".join(parts)))
        if self.is_dead:
            transport.abort()

    def _is_due(self, unit: str) -> bool:
        if self._fate is None or self._fate.of != unit or self.is_dead or self.is_frozen:
            return False
        self._left -= 1
        return self._left < 0

    def _comes(self, unit: str) -> None:
        if self._is_due(unit) and self._fate:
            self._meet(self._fate)

    def _meet(self, fate: Fate) -> None:
        self._fate = None
        self.met.set()
        match fate.kind:
            case "die":
                self.die()
            case "freeze":
                self.is_frozen = True
            case "cut":
                self._cut()

    def _cut(self) -> None:
        for transport in self._transports:
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
        self._transports.clear()

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()


class _Mortal(Coroutine[Any, Any, T], Generic[T]):
    """A coroutine of a process: whenever it is resumed, its process may have met its fate."""

    def __init__(self, inner: Coroutine[Any, Any, T], process: Process) -> None:
        self._inner, self._process = inner, process
        self._late: tuple[Any, ...] | None = None

    def send(self, value: Any) -> Any:
        self._process.wakes()
        if self._process.is_dead:
            return self._inner.throw(asyncio.CancelledError())
        if self._process.is_frozen:
            return self._process.pause()
        if self._late is not None:
            late, self._late = self._late, None
            return self._inner.throw(*late)
        return self._inner.send(value)

    def throw(self, *error: Any) -> Any:
        self._process.wakes()
        if self._process.is_frozen and not self._process.is_dead:
            self._late = error
            return self._process.pause()
        return self._inner.throw(*error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, T]:
        return self._inner.__await__()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class Loop(asyncio.SelectorEventLoop):
    """An event loop on which processes live and die."""

    def __init__(self) -> None:
        super().__init__()
        self.set_task_factory(_make_task)
        self.set_exception_handler(lambda *_: None)  # what the dead had to say

    async def create_connection(self, *args: Any, **kwargs: Any) -> Any:
        """Connect, for whichever process asks."""
        process = _HERE.get()
        if process is not None and process.is_dead:
            raise ConnectionRefusedError
        made = await super().create_connection(*args, **kwargs)
        if process is not None:
            process.owns_transport(made[0])
        return made


def _make_task(
    loop: asyncio.AbstractEventLoop,
    work: Coroutine[Any, Any, Any] | Generator[Any, None, Any],
    *,
    context: Context | None = None,
) -> "asyncio.Task[Any]":
    assert isinstance(work, Coroutine)
    process = context.get(_HERE) if context is not None else _HERE.get()
    if process is None:
        return asyncio.Task(work, loop=loop, context=context)
    task = asyncio.Task(_Mortal(work, process), loop=loop, context=context)
    process.owns_task(task)
    return task
