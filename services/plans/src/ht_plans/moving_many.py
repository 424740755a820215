"""Carrying out an act that moves many cases, and carrying it back when it was undone."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ht_kit.asked import Asked
from ht_kit.due import DueItem
from ht_kit.handlers import Handlers
from ht_plans.acting import acting_in
from ht_plans.domain.case.course_commands import GiveBack, MoveToTrainer
from ht_plans.domain.reassignment.commands import MarkCarriedOut, MarkGivenBack
from ht_plans.domain.reassignment.events import Move
from ht_plans.handing_on import hand_on
from ht_plans.handling import CASE, REASSIGNMENT_ACT

_TOGETHER = 50


async def move_each_when_decided(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Move the cases of an act, and then say that all of them are moved."""
    acts = handlers.of(REASSIGNMENT_ACT)
    act, _ = await acts.read(item.aggregate, actor=asked.actor)
    ordered = act.begun()
    if act.carried_out is not None:
        return

    async def move_on(move: Move) -> None:
        command = MoveToTrainer(
            reassignment=ordered.reassignment,
            former=ordered.whose(move),
            worker=move.to,
            over_cap=move.over_cap,
            assigned_at=ordered.reassigned_at,
        )
        about = acting_in(asked, item.organisation, ordered.programme, move.case)
        await hand_on(handlers.of(CASE), move.case, command, about)

    await each_of(ordered.moves, move_on)
    await acts.handle(item.aggregate, MarkCarriedOut(at=asked.at), asked=asked)


async def give_each_back_when_undone(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Give the cases of an act back, and then say that all of them are back."""
    acts = handlers.of(REASSIGNMENT_ACT)
    act, _ = await acts.read(item.aggregate, actor=asked.actor)
    ordered = act.begun()
    if act.undone is None or act.given_back is not None:
        return
    command = GiveBack(reassignment=ordered.reassignment, assigned_at=act.undone.undone_at)

    async def move_back(move: Move) -> None:
        about = acting_in(asked, item.organisation, ordered.programme, move.case)
        await hand_on(handlers.of(CASE), move.case, command, about)

    await each_of(ordered.moves, move_back)
    await acts.handle(item.aggregate, MarkGivenBack(at=asked.at), asked=asked)


async def each_of(moves: Sequence[Move], do: Callable[[Move], Awaitable[None]]) -> None:
    """Do it with every case, some at a time. One that fails holds up none of the others."""
    failed: list[Exception] = []
    for first in range(0, len(moves), _TOGETHER):
        some = map(do, moves[first : first + _TOGETHER])
        done = await asyncio.gather(*some, return_exceptions=True)
        failed += [each for each in done if isinstance(each, Exception)]
    if failed:
        raise failed[0]
