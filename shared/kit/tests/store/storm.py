"""Writers in processes of their own: `python -m shared.kit.tests.store.storm`.

`overlap` changes a few shared streams, two in each request, and says how every request was
answered. `once` writes one request with a given key and says so when it is answered.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from uuid import UUID

from ht_kit.event_store import EventStore, Outcome
from ht_kit.pools import open_pool

from .things import NORTH, a_hold, a_request, an_append


async def overlap(store: EventStore, seed: int, count: int, streams: list[UUID]) -> None:
    """Half of what is asked is asked again with the same key; labels are fought over."""
    dice = random.Random(seed)
    tally: Counter[str] = Counter()

    async def ask(number: int) -> None:
        chosen = dice.sample(streams, 2)
        loaded = [await store.load(stream, organisation=NORTH) for stream in chosen]
        request = a_request(
            *(
                an_append(stream, known.version)
                for stream, known in zip(chosen, loaded, strict=True)
            ),
            key=f"{seed}-{number // 2}",
            holds=[a_hold(chosen[0], f"only {dice.randrange(4)}", taken=dice.random() < 0.5)],
            rows=[("shelf", {"thing": stream, "label": f"{seed}"}) for stream in chosen],
        )
        try:
            outcome: Outcome | Exception = await store.write(request)
        except Exception as error:  # noqa: BLE001 - it is what is counted
            outcome = error
        tally[type(outcome).__name__] += 1

    gate = asyncio.Semaphore(16)

    async def wait_and_ask(number: int) -> None:
        async with gate:
            await ask(number)

    await asyncio.gather(*map(wait_and_ask, range(count)))
    print(json.dumps(tally))  # noqa: T201 - the parent reads it


async def once(store: EventStore, stream: UUID, key: str) -> None:
    """Write one event; the parent kills this before the answer comes, or after."""
    outcome = await store.write(a_request(an_append(stream), key=key))
    print(type(outcome).__name__, flush=True)  # noqa: T201 - the parent reads it


async def main(arguments: list[str]) -> None:
    """Open the store as its own roles and do one of the two."""
    writer_url, reader_url, what, *rest = arguments
    async with (
        await open_pool(writer_url, at_most=2) as writer,
        await open_pool(reader_url, at_most=4) as reader,
    ):
        store = EventStore(writer, reader, "things")
        if what == "overlap":
            await overlap(store, int(rest[0]), int(rest[1]), [UUID(each) for each in rest[2:]])
        else:
            await once(store, UUID(rest[0]), rest[1])
        await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
