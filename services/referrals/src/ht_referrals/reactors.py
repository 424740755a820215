"""What the referrals service does by itself, when a day comes."""

from collections.abc import Iterable
from functools import partial

from ht_kit.asked import Asked
from ht_kit.decider import Handler
from ht_kit.due import DueItem, DueWork
from ht_kit.handlers import Handlers
from ht_referrals.domain.commands import MarkUnanswered, OnwardCommand
from ht_referrals.domain.events import OnwardEvent
from ht_referrals.domain.onward import Onward
from ht_referrals.handling import ONWARD
from ht_referrals.readmodels import ONWARD_ANSWER


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
