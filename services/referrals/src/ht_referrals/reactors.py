"""What the referrals service does by itself, when a day comes."""

from ht_kit.asked import Asked
from ht_kit.decider import Handler
from ht_kit.due import DueItem
from ht_referrals.domain.commands import MarkUnanswered, OnwardCommand
from ht_referrals.domain.events import OnwardEvent
from ht_referrals.domain.onward import Onward


async def mark_unanswered_when_the_days_are_over(
    item: DueItem, asked: Asked, onwards: Handler[OnwardCommand, Onward, OnwardEvent]
) -> None:
    """Let the trainer see that nobody answered, so that somebody asks after the client.

    It ends nothing: the referral still takes an answer.
    """
    await onwards.handle(item.aggregate, MarkUnanswered(asked_at=asked.at), asked=asked)
