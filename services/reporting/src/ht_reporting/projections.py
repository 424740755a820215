"""From the three services' streams into the ledger and the facts."""

from collections.abc import Sequence

from ht_kit.leadership import Connection
from ht_kit.projector import Apply, Projector, Received
from ht_reporting.facts.making import Placed, make, write
from ht_reporting.ledger import enter

SERVICES = ("intake", "plans", "referrals")


def taking_in(service: str) -> Apply:
    """Give what is done with a batch of one service's events, inside its transaction."""

    async def take_in(connection: Connection, events: Sequence[Received]) -> None:
        before = await enter(connection, service, events)
        placed = [
            Placed(before + number, event.envelope)
            for number, event in enumerate(events, start=1)
        ]
        await write(connection, make(placed))

    return take_in


def projectors() -> tuple[Projector, ...]:
    """Give one projector for each stream. Their names are for ever."""
    return tuple(
        Projector(f"reporting_{service}", f"EVT_{service.upper()}", taking_in(service))
        for service in SERVICES
    )
