"""Carrying out an act on many cases, and carrying it back when it was taken back.

Cases move to other workers, or another programme is asked to go on with them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from ht_kit.asked import Asked
from ht_kit.due import DueItem
from ht_kit.handlers import Handlers
from ht_plans.acting import acting_in
from ht_plans.domain.case.course_commands import (
    GiveBack,
    MoveToTrainer,
    OfferTransfer,
    TakeOfferBack,
)
from ht_plans.domain.handover.commands import MarkHandoverCarriedOut, MarkHandoverEnded
from ht_plans.domain.handover.events import Offered
from ht_plans.domain.reassignment.commands import MarkCarriedOut, MarkGivenBack
from ht_plans.domain.reassignment.events import Move
from ht_plans.domain.refusals import Refused
from ht_plans.handing_on import hand_on
from ht_plans.handling import CASE, HANDOVER, REASSIGNMENT_ACT

T = TypeVar("T")

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


async def offer_each_when_decided(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Offer the cases of an act, and then say that all of them are offered."""
    acts, cases = handlers.of(HANDOVER), handlers.of(CASE)
    act, _ = await acts.read(item.aggregate, actor=asked.actor)
    ordered = act.begun()
    if act.carried_out is not None:
        return

    async def offer(each: Offered) -> None:
        command = OfferTransfer(
            transfer=each.transfer,
            organisation=item.organisation,
            to_organisation=ordered.to_organisation,
            to_programme=ordered.to_programme,
            reason=ordered.reason,
            agreed_to_share=each.agreed_to_share,
            offered_at=ordered.handed_over_at,
            now=asked.at,
        )
        about = acting_in(asked, item.organisation, ordered.programme, each.case)
        with suppress(Refused):  # somebody ended it, or offered it elsewhere, since
            await cases.handle(each.case, command, asked=about)

    await each_of(ordered.offers, offer)
    await acts.handle(item.aggregate, MarkHandoverCarriedOut(at=asked.at), asked=asked)


async def offer_none_when_taken_back(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Offer no more what nobody accepted, and then say so of all."""
    acts, cases = handlers.of(HANDOVER), handlers.of(CASE)
    act, _ = await acts.read(item.aggregate, actor=asked.actor)
    ordered = act.begun()
    if act.taken_back is None or act.ended is not None:
        return
    command = TakeOfferBack(taken_back_at=act.taken_back.taken_back_at, now=asked.at)

    async def take_back(each: Offered) -> None:
        about = acting_in(asked, item.organisation, ordered.programme, each.case)
        case, version = await cases.read(each.case, actor=about.actor)
        offered = case.course.offered
        if offered is None or offered.transfer != each.transfer or case.ended_at is not None:
            return  # answered, ended or offered elsewhere since: that stays
        await cases.handle(each.case, command, asked=replace(about, expected_version=version))

    await each_of(ordered.offers, take_back)
    await acts.handle(item.aggregate, MarkHandoverEnded(at=asked.at), asked=asked)


async def each_of(things: Sequence[T], do: Callable[[T], Awaitable[None]]) -> None:
    """Do it with every case, some at a time. One that fails holds up none of the others."""
    failed: list[Exception] = []
    for first in range(0, len(things), _TOGETHER):
        some = map(do, things[first : first + _TOGETHER])
        done = await asyncio.gather(*some, return_exceptions=True)
        failed += [each for each in done if isinstance(each, Exception)]
    if failed:
        raise failed[0]
