"""What the intake service does by itself, when a day comes."""

from collections.abc import Iterable
from functools import partial

from ht_intake.handling import ERASURE
from ht_intake.readmodels import ERASE_CLIENT
from ht_kit.asked import Asked
from ht_kit.due import DueItem, DueWork
from ht_kit.erasing import erase
from ht_kit.handlers import Handlers

_REFERRALS = "SELECT referral FROM referral WHERE client = $1"


async def destroy_keys_when_client_erased(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Destroy the client's key, and the keys of the referrals that they came by.

    What a referral says of a person is sealed with a key of its own until it is converted.
    """
    reads = handlers.reads(item.organisation)
    rows = await reads.rows(_REFERRALS, item.aggregate)
    await erase(
        handlers.of(ERASURE),
        handlers.sealing,
        item.aggregate,
        asked=asked,
        also=[row["referral"] for row in rows],
    )


def due_work(handlers: Handlers) -> Iterable[DueWork]:
    """Name what the calendar asks of this service."""
    return [DueWork(ERASE_CLIENT, partial(destroy_keys_when_client_erased, handlers))]
