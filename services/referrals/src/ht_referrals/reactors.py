"""What the referrals service does when something happens elsewhere, or when a day comes."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from faststream import Context

from ht_contracts.envelope import Envelope
from ht_contracts.intake import ClientErased
from ht_kit.asked import Asked
from ht_kit.decider import Handler
from ht_kit.due import DueItem, DueWork
from ht_kit.erasing import Erasures, erase
from ht_kit.handlers import Handlers
from ht_kit.reactors import Reactors, asked_because_of
from ht_kit.sealing import Sealing
from ht_referrals.domain.commands import MarkUnanswered, OnwardCommand
from ht_referrals.domain.events import OnwardEvent
from ht_referrals.domain.onward import Onward
from ht_referrals.handling import ONWARD
from ht_referrals.readmodels import ONWARD_ANSWER

DURABLE = "referrals_erase_clients"

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
