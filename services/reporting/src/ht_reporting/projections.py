"""From the three services' streams into the ledger and the facts."""

from collections.abc import Sequence
from dataclasses import replace

from ht_kit.leadership import Connection
from ht_kit.projector import Apply, Keep, Projector, Received
from ht_reporting.facts.making import Placed, make, write
from ht_reporting.ledger import enter

SERVICES = ("intake", "plans", "referrals")


def keeping(service: str) -> Keep:
    """Give what is done with every event of a service, readable or not: the ledger has it."""

    async def keep(connection: Connection, events: Sequence[Received]) -> Sequence[int]:
        before = await enter(connection, service, events)
        return range(before + 1, before + 1 + len(events))

    return keep


async def make_facts(connection: Connection, events: Sequence[Received]) -> None:
    """Make facts of events that are in the ledger: whenever that is done, the same ones."""
    await write(connection, make([Placed(event.place, event.envelope) for event in events]))


def taking_in(service: str) -> Apply:
    """Give all that is done with a batch of one service's events, inside its transaction."""
    keep = keeping(service)

    async def take_in(connection: Connection, events: Sequence[Received]) -> None:
        places = await keep(connection, events)
        placed = [
            replace(event, place=place) for event, place in zip(events, places, strict=True)
        ]
        await make_facts(connection, placed)

    return take_in


def projectors() -> tuple[Projector, ...]:
    """Give one projector for each stream. Their names are for ever.

    An event that no fact can be made of is parked with what comes after it of the same
    client; the ledger has it all the same, in its place.
    """
    return tuple(
        Projector(
            f"reporting_{service}",
            f"EVT_{service.upper()}",
            make_facts,
            keep=keeping(service),
        )
        for service in SERVICES
    )
