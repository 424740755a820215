"""Work that arrives while work is under way shares the next call."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")

_FEW = 8
_REMEMBERED = 0.98  # of the size of a crowd, from one start to the next


class Overloaded(Exception):  # noqa: N818 - named for its reason
    """Too much is being asked at this moment. Please ask again shortly."""


class Closed(Exception):  # noqa: N818 - named for its reason
    """This is shutting down and takes nothing more."""


@dataclass(eq=False, slots=True)
class _Waiting(Generic[Q, A]):
    request: Q
    touches: frozenset[Hashable]
    answer: asyncio.Future[A]

    def settle(self, answer: A) -> None:
        if not self.answer.done():  # a caller that went away has no use for it
            self.answer.set_result(answer)

    def fail(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Coalescer(Generic[Q, A]):
    """Gathers requests into calls of at most `at_most`, on `lanes` calls side by side.

    Who asks at one moment (in one turn of the event loop) shares a call, and who asks while
    every lane is taken shares the next. A call takes half of a crowd: callers who go about
    together leave the server idle while they think, and think while it is; two halves take
    turns. A few stay together, because a call costs the server as much as some requests do.

    Requests that touch the same thing are never in flight together, and are run in the order
    in which they came. `run` answers every request of a call, in order, with an answer or an
    exception; what it raises goes to all callers of that call.

    A caller that goes away cancels nothing: what it asked for is done all the same.
    """

    def __init__(
        self,
        run: Callable[[Sequence[Q]], Awaitable[Sequence[A | Exception]]],
        *,
        touches: Callable[[Q], frozenset[Hashable]],
        at_most: int = 200,
        waiting: int = 2000,
        lanes: int = 2,
    ) -> None:
        self._run, self._touches = run, touches
        self._at_most, self._limit, self._lanes = at_most, waiting, lanes
        self._queue: deque[_Waiting[Q, A]] = deque()
        self._in_flight: set[Hashable] = set()
        self._unanswered, self._crowd = 0, 0.0
        self._calls: set[asyncio.Task[None]] = set()
        self._starting: asyncio.Handle | None = None
        self._closed = False

    async def ask(self, request: Q) -> A:
        """Have a request done, alone or in company, and give its answer."""
        if self._closed:
            raise Closed
        if len(self._queue) >= self._limit:
            raise Overloaded
        waiting: _Waiting[Q, A] = _Waiting(
            request, self._touches(request), self._loop.create_future()
        )
        self._queue.append(waiting)
        self._unanswered += 1
        self._start_soon()
        return await waiting.answer

    async def close(self) -> None:
        """Take nothing more, and finish what was taken."""
        self._closed = True
        self._start_calls()
        while self._calls:
            await asyncio.wait(self._calls)

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        """The loop that everything here runs on. Asking which it is costs a system call."""
        return asyncio.get_running_loop()

    def _start_soon(self) -> None:
        """Start when everybody who is ready to ask at this moment has asked."""
        if self._starting is None:
            self._starting = self._loop.call_soon(self._start_calls)

    def _start_calls(self) -> None:
        self._starting = None
        self._crowd = max(self._unanswered, self._crowd * _REMEMBERED)
        while self._queue and len(self._calls) < self._lanes:
            batch = self._next_batch()
            if not batch:
                return
            for waiting in batch:
                self._in_flight |= waiting.touches
            call = self._loop.create_task(self._call(batch))
            self._calls.add(call)
            call.add_done_callback(self._called)

    def _called(self, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        if call.cancelled():  # the loop is closing: nobody will run what still waits
            self._closed = True
            while self._queue:
                self._unanswered -= 1
                self._queue.popleft().fail(Closed())
            return
        self._start_calls()

    def _next_batch(self) -> list[_Waiting[Q, A]]:
        """Take what can go now; whatever touches the same as an earlier one waits."""
        batch: list[_Waiting[Q, A]] = []
        left: deque[_Waiting[Q, A]] = deque()
        blocked = set(self._in_flight)
        most = min(self._at_most, max(_FEW, ceil(self._crowd / 2)))
        while self._queue and len(batch) < most:
            waiting = self._queue.popleft()
            (batch if blocked.isdisjoint(waiting.touches) else left).append(waiting)
            blocked |= waiting.touches
        self._queue.extendleft(reversed(left))
        return batch

    async def _call(self, batch: list[_Waiting[Q, A]]) -> None:
        try:
            answers = await self._run([waiting.request for waiting in batch])
            for waiting, answer in zip(batch, answers, strict=True):
                if isinstance(answer, Exception):
                    waiting.fail(answer)
                else:
                    waiting.settle(answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the callers
            for waiting in batch:
                waiting.fail(error)
        except BaseException:
            for waiting in batch:
                waiting.fail(Closed())
            raise
        finally:
            self._unanswered -= len(batch)
            for waiting in batch:
                self._in_flight -= waiting.touches
