"""What the referrals service does when something happens elsewhere, or when a day comes."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Annotated
from uuid import UUID

from faststream import Context

from ht_contracts.envelope import Envelope
from ht_contracts.intake import ClientErased, DeathRecorded, DeathReversed
from ht_kit.asked import Asked
from ht_kit.because import system_actor
from ht_kit.decider import Handler
from ht_kit.due import DueItem, DueWork
from ht_kit.erasing import Erasures, erase
from ht_kit.handlers import Handlers
from ht_kit.reactors import Reactors, asked_because_of
from ht_kit.sealing import Sealing
from ht_referrals.domain.commands import (
    GoOnAfterDeath,
    MarkUnanswered,
    OnwardCommand,
    StopForDeath,
)
from ht_referrals.domain.events import OnwardEvent
from ht_referrals.domain.onward import Onward
from ht_referrals.handling import ONWARD
from ht_referrals.readmodels import ONWARD_ANSWER

DURABLE = "referrals_erase_clients"

_OF_CLIENT = """
SELECT referral_id, programme FROM onward_referrals WHERE client_id = $1 ORDER BY referral_id
"""

reactors = Reactors(service="referrals")


@reactors.when(ClientErased, durable=DURABLE)
async def erase_what_we_hold_when_client_erased(
    event: Envelope[ClientErased],
    erasure: Annotated[Erasures, Context("erasure")],
    sealing: Annotated[Sealing, Context("sealing")],
) -> None:
    """Make what was written of the client unreadable. That they were sent on stays."""
    if event.data is not None:
        asked = asked_because_of(event, DURABLE)
        await erase(erasure, sealing, event.data.client, asked=asked)


@reactors.when(DeathRecorded, durable=DURABLE)
async def stop_referrals_when_death_recorded(
    event: Envelope[DeathRecorded],
    handlers: Annotated[Handlers, Context("handlers")],
) -> None:
    """Send nothing of somebody who has died, and have nobody asked what became of them."""
    if event.data is not None:
        stop = StopForDeath(stopped_at=event.data.recorded_at)
        await _each_of(event.data.client, stop, event, handlers)


@reactors.when(DeathReversed, durable=DURABLE)
async def go_on_with_referrals_when_death_reversed(
    event: Envelope[DeathReversed],
    handlers: Annotated[Handlers, Context("handlers")],
) -> None:
    """Take up what stopped because of a mistake, and show what nobody answered meanwhile."""
    if event.data is not None:
        at = asked_because_of(event, DURABLE).at
        go_on = GoOnAfterDeath(taken_up_at=event.data.reversed_at, asked_at=at)
        await _each_of(event.data.client, go_on, event, handlers)


async def _each_of(
    client: UUID,
    command: OnwardCommand,
    event: Envelope[DeathRecorded] | Envelope[DeathReversed],
    handlers: Handlers,
) -> None:
    asked = asked_because_of(event, DURABLE)
    for row in await handlers.reads(event.organisation).rows(_OF_CLIENT, client):
        in_its_programme = replace(
            asked,
            actor=system_actor("referrals", event.organisation, row["programme"]),
            key=f"{asked.key}:{row['referral_id']}",
        )
        await handlers.of(ONWARD).handle(row["referral_id"], command, asked=in_its_programme)


async def mark_unanswered_when_the_days_are_over(
    onwards: Handler[OnwardCommand, Onward, OnwardEvent], item: DueItem, asked: Asked
) -> None:
    """Let the trainer see that nobody answered, so that somebody asks after the client.

    It ends nothing: the referral still takes an answer.
    """
    await onwards.handle(item.aggregate, MarkUnanswered(asked_at=asked.at), asked=asked)


def due_work(handlers: Handlers) -> Iterable[DueWork]:
    """Name what the calendar asks of this service."""
    mark = partial(mark_unanswered_when_the_days_are_over, handlers.of(ONWARD))
    return [DueWork(ONWARD_ANSWER, mark)]
