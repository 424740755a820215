"""Work shares calls; every caller is answered, on every path, and nobody's leaving stops it."""

import asyncio
from collections.abc import Sequence

import pytest

from ht_kit.coalescing import Closed, Coalescer, Overloaded


class Desk:
    """Answers each request with itself, slowly, and remembers how the calls were made."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.open = asyncio.Event()

    async def run(self, requests: Sequence[str]) -> list[str | Exception]:
        self.calls.append(list(requests))
        await self.open.wait()
        if "poison" in requests:
            raise ValueError
        return [ValueError(request) if "bad" in request else request for request in requests]


def letter(request: str) -> frozenset[str]:
    """Requests of one first letter touch the same thing."""
    return frozenset({request[0]})


async def gathered(coalescer: Coalescer[str, str], *requests: str) -> list[str | BaseException]:
    return await asyncio.gather(*map(coalescer.ask, requests), return_exceptions=True)


async def asking(coalescer: Coalescer[str, str], request: str) -> asyncio.Task[str]:
    """Ask, and return when that is under way or queued."""
    task = asyncio.create_task(coalescer.ask(request))
    await asyncio.sleep(0.01)
    return task


async def test_who_asks_at_one_moment_shares_a_call() -> None:
    desk = Desk()
    desk.open.set()
    coalescer = Coalescer(desk.run, touches=letter, lanes=2)

    answers = await gathered(coalescer, "a", "b", "c", "d")

    assert answers == ["a", "b", "c", "d"]
    assert desk.calls == [["a", "b", "c", "d"]]


async def test_what_arrives_during_a_call_shares_the_next() -> None:
    desk = Desk()
    coalescer = Coalescer(desk.run, touches=letter, lanes=1)
    first = await asking(coalescer, "a")
    following = asyncio.create_task(gathered(coalescer, "b", "c", "d"))
    await asyncio.sleep(0.01)

    desk.open.set()

    assert [await first, *await following] == ["a", "b", "c", "d"]
    assert desk.calls == [["a"], ["b", "c", "d"]]


async def test_a_call_holds_no_more_than_it_may() -> None:
    desk = Desk()
    desk.open.set()
    coalescer = Coalescer(desk.run, touches=letter, lanes=1, at_most=2)

    await gathered(coalescer, "a", "b", "c", "d", "e")

    assert desk.calls == [["a", "b"], ["c", "d"], ["e"]]


async def test_a_crowd_goes_in_two_halves_that_take_turns() -> None:
    desk = Desk()
    desk.open.set()
    coalescer = Coalescer(desk.run, touches=lambda request: frozenset({request}), lanes=1)

    await asyncio.gather(
        *(_ask_again_and_again(coalescer, f"{number:02}", times=20) for number in range(24))
    )

    sizes = [len(call) for call in desk.calls]
    assert sum(sizes) == 24 * 20
    assert max(sizes) == 12, "never the whole crowd, or nobody would think meanwhile"
    assert len(sizes) < 24 * 20 / 8, "nor a few at a time, or the server would do too much"


async def test_a_few_stay_together() -> None:
    desk = Desk()
    desk.open.set()
    coalescer = Coalescer(desk.run, touches=lambda request: frozenset({request}), lanes=2)

    await gathered(coalescer, *"abcdefgh")

    assert [len(call) for call in desk.calls] == [8]


async def _ask_again_and_again(
    coalescer: Coalescer[str, str], request: str, *, times: int
) -> None:
    for _ in range(times):
        await coalescer.ask(request)


async def test_what_touches_the_same_is_never_in_flight_together_and_stays_in_order() -> None:
    desk = Desk()
    coalescer = Coalescer(desk.run, touches=letter, lanes=3)

    waiting = asyncio.create_task(gathered(coalescer, "a1", "a2", "b1", "a3", "b2"))
    await asyncio.sleep(0.01)
    under_way = [list(call) for call in desk.calls]
    desk.open.set()
    answers = await waiting

    assert under_way == [["a1", "b1"]]
    assert answers == ["a1", "a2", "b1", "a3", "b2"]
    flat = [request for call in desk.calls for request in call]
    assert [request for request in flat if request[0] == "a"] == ["a1", "a2", "a3"]
    assert all(len({request[0] for request in call}) == len(call) for call in desk.calls)


async def test_beyond_what_may_wait_a_caller_is_refused_at_once() -> None:
    desk = Desk()
    coalescer = Coalescer(desk.run, touches=letter, lanes=1, waiting=2)

    first = await asking(coalescer, "a")
    waiting = asyncio.create_task(gathered(coalescer, "b", "c"))
    await asyncio.sleep(0.01)
    with pytest.raises(Overloaded):
        await coalescer.ask("d")
    desk.open.set()

    assert [await first, *await waiting] == ["a", "b", "c"]


async def test_an_error_reaches_every_caller_of_its_call_and_no_other() -> None:
    desk = Desk()
    coalescer = Coalescer(desk.run, touches=letter, lanes=1)
    first = await asking(coalescer, "a")
    rest = asyncio.create_task(gathered(coalescer, "poison", "c", "c again", "e bad"))
    await asyncio.sleep(0.01)

    desk.open.set()

    assert [type(answer) for answer in (await first, *await rest)] == [
        str,
        ValueError,
        ValueError,
        str,
        ValueError,
    ]
    assert await coalescer.ask("p") == "p"


async def test_a_caller_that_goes_away_cancels_nothing() -> None:
    desk = Desk()
    coalescer = Coalescer(desk.run, touches=letter, lanes=1)
    first = await asking(coalescer, "a")
    queued = await asking(coalescer, "b")

    first.cancel()
    queued.cancel()
    await asyncio.sleep(0)
    desk.open.set()
    await coalescer.close()

    assert desk.calls == [["a"], ["b"]]


async def test_closing_finishes_what_was_taken_and_takes_nothing_more() -> None:
    desk = Desk()
    coalescer = Coalescer(desk.run, touches=letter, lanes=1)
    waiting = asyncio.create_task(gathered(coalescer, "a", "b"))
    await asyncio.sleep(0.01)

    closing = asyncio.create_task(coalescer.close())
    await asyncio.sleep(0)
    with pytest.raises(Closed):
        await coalescer.ask("c")
    desk.open.set()
    await closing

    assert await waiting == ["a", "b"]


async def test_when_the_work_itself_is_cancelled_every_caller_hears_of_it() -> None:
    desk = Desk()
    coalescer = Coalescer(desk.run, touches=letter, lanes=1)
    waiting = asyncio.create_task(gathered(coalescer, "a", "b"))
    await asyncio.sleep(0.01)

    (call,) = coalescer._calls
    call.cancel()

    assert [type(answer) for answer in await waiting] == [Closed, Closed]
