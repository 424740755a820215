"""What the intake service does by itself, when a day comes."""

from collections.abc import Collection, Iterable
from functools import partial
from uuid import UUID

from ht_intake.handling import ERASURE
from ht_intake.readmodels import ERASE_CLIENT
from ht_kit.asked import Asked
from ht_kit.due import DueItem, DueWork
from ht_kit.erasing import erase
from ht_kit.handlers import Handlers

_REFERRALS = "SELECT referral FROM referral WHERE client = ANY ($1::uuid[])"


async def keys_of(
    handlers: Handlers, organisation: str, clients: Collection[UUID]
) -> Collection[UUID]:
    """Say whose keys go with clients: theirs, and those of the referrals they came by.

    What a referral says of a person is sealed with a key of its own until it is converted.
    """
    rows = await handlers.reads(organisation).rows(_REFERRALS, list(clients))
    return {*clients, *(row["referral"] for row in rows)}


async def destroy_keys_when_client_erased(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Destroy the client's key, and those of the referrals that they came by."""
    keys = await keys_of(handlers, item.organisation, [item.aggregate])
    await erase(handlers.of(ERASURE), handlers.sealing, item.aggregate, asked=asked, also=keys)


def due_work(handlers: Handlers) -> Iterable[DueWork]:
    """Name what the calendar asks of this service."""
    return [DueWork(ERASE_CLIENT, partial(destroy_keys_when_client_erased, handlers))]
