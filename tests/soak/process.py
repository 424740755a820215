"""One process of the way: relays, projectors, reactors or due work. `python -m ... relay`."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from itertools import groupby
from uuid import UUID

import structlog

from ht_kit.asked import Asked
from ht_kit.due import DueItem, DueRunner, DueWork
from ht_kit.leadership import Connection
from ht_kit.logging import configure
from ht_kit.nats_connection import connect
from ht_kit.projector import Projector, Received
from ht_kit.publishing import Publisher
from ht_kit.relay import Relay
from ht_kit.topology import stream_of

from . import echoes, things
from .place import Place, opened

# Much shorter than in production, so that a frozen copy often outlives its lease.
LEASE = 3.0
READERS = {"seen": "things", "heard": "echoes", "tally": "things"}


def _listed(event: Received) -> tuple[int, UUID, UUID, int]:
    envelope = event.envelope
    return (
        event.position,
        UUID(envelope["id"]),
        UUID(envelope["subject"]),
        int(envelope["sequence"]),
    )


async def see(connection: Connection, events: Sequence[Received]) -> None:
    await connection.executemany(
        "INSERT INTO seen (position, event_id, thing, version) VALUES ($1, $2, $3, $4)",
        [_listed(event) for event in events],
    )


async def hear(connection: Connection, events: Sequence[Received]) -> None:
    await connection.executemany(
        "INSERT INTO heard (position, event_id, thing, version) VALUES ($1, $2, $3, $4)",
        [_listed(event) for event in events],
    )


async def count(connection: Connection, events: Sequence[Received]) -> None:
    """Count each thing's events, and those that were not the next of their thing."""
    by_thing = sorted((thing, version) for _, _, thing, version in map(_listed, events))
    await connection.executemany(
        """
        INSERT INTO tally AS t (thing, events, broken)
        VALUES ($1, $2::integer, ($3::integer <> 1)::integer)
        ON CONFLICT (thing) DO UPDATE
        SET events = t.events + $2, broken = t.broken + (t.events + 1 <> $3)::integer
        """,
        [
            (thing, len(versions), versions[0])
            for thing, group in groupby(by_thing, key=lambda each: each[0])
            if (versions := [version for _, version in group])
        ],
    )


async def relay(place: Place) -> None:
    def one(service: str, url: str, publisher: Publisher) -> Relay:
        return Relay(
            service,
            url,
            place.nats_url,
            publisher.to_message,
            poll=0.2,
            look_again=1.0,
            lease=LEASE,
        )

    await asyncio.gather(
        one("things", place.things["relay"], things.PUBLISHER).run(),
        one("echoes", place.echoes["relay"], echoes.PUBLISHER).run(),
    )


async def projector(place: Place) -> None:
    client = await connect(place.nats_url, name="projector", reconnect_wait=0.2)
    applies = {"seen": see, "heard": hear, "tally": count}
    await asyncio.gather(
        *(
            Projector(f"reading_{name}", stream_of(service), applies[name], lease=LEASE).run(
                place.reading["worker"], client
            )
            for name, service in READERS.items()
        )
    )


async def reactors(place: Place) -> None:
    async with opened("echoes", place.echoes) as echo:
        await echoes.the_reactors().run(
            echo.worker, place.nats_url, {"handlers": echo.handlers}
        )


async def due(place: Place) -> None:
    async with opened("things", place.things) as thing:

        async def fall_due(item: DueItem, asked: Asked) -> None:
            command = things.FallDue(on=item.due_on)
            await thing.handlers.of(things.THING).handle(item.aggregate, command, asked=asked)

        work = [DueWork(things.DUE, fall_due)]
        await DueRunner("things", work, poll=0.5, lease=LEASE).run(thing.worker)


PROCESSES: dict[str, Callable[[Place], Coroutine[None, None, None]]] = {
    "relay": relay,
    "projector": projector,
    "reactors": reactors,
    "due": due,
}


def main() -> None:
    what = sys.argv[1]
    configure(what, style="json")
    try:
        asyncio.run(PROCESSES[what](Place.read()))
    except Exception:
        structlog.get_logger("soak").exception("process_died")
        raise


if __name__ == "__main__":
    main()
