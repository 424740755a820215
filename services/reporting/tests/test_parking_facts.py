"""What no fact can be made of is in the ledger all the same; only its facts are parked."""

from dataclasses import replace

import asyncpg
import orjson
import pytest
from nats.aio.client import Client

from ht_kit.parked import retry_parked
from ht_kit.topology import EventStream, apply
from ht_local.pytest_engines import Database
from ht_reporting.projections import SERVICES, projectors

from .databases import acting_as
from .streams import Streams
from .test_following_the_streams import client, following, has_received, publish

__all__ = ["client"]
pytestmark = pytest.mark.engines


async def test_the_ledger_has_it_in_its_place_and_the_facts_follow_when_it_is_retried(
    empty_database: Database, golden: Streams, client: Client
) -> None:
    streams = golden.copy()
    first = next(
        number
        for number, event in enumerate(streams.intake.events)
        if event.envelope["type"].startswith("ht.intake.client_registered")
    )
    good = streams.intake.events[first]
    broken = good.envelope | {"data": {"client": 7}}
    streams.intake.events[first] = replace(good, envelope=broken, body=orjson.dumps(broken))
    unreadable = replace(streams.intake.events[first + 1], body=b"\x00no event")
    streams.intake.events[first + 1] = unreadable
    until = first + 40
    js = client.jetstream()
    await apply(js, [EventStream(service=service) for service in SERVICES])
    await publish(client, Streams(intake=streams.intake), after=0, until=until)

    async with following(empty_database, client):
        await has_received(empty_database, until)

    async with acting_as(empty_database, "worker") as worker:
        bodies = await worker.fetch("SELECT body FROM ledger ORDER BY position")
        assert [row["body"] for row in bodies] == [
            event.body for event in streams.intake.events[:until]
        ]
        parked = await worker.fetch("SELECT * FROM parked ORDER BY position")
        assert [row["position"] for row in parked][:2] == [first + 1, first + 2]
        assert parked[0]["place"] == first + 1
        assert parked[1]["error"] in {"NotAnEvent", None}
        assert parked[0]["key"] == good.envelope["partitionkey"]
        before = await worker.fetchval("SELECT count(*) FROM fact_client")
        # As if the code had been mended: the event is what it should have been.
        await worker.execute(
            "UPDATE parked SET body = $1 WHERE position = $2", good.body, first + 1
        )
        retried = await _retry(empty_database, parked[0]["key"])
        assert retried[0] == first + 1
        rows = await worker.fetch("SELECT known_from FROM fact_client ORDER BY known_from")
        assert len(rows) > before
        assert first + 1 in [row["known_from"] for row in rows], "known since it was received"


async def _retry(database: Database, key: str) -> list[int]:
    connection = await asyncpg.connect(database.url("worker"))
    try:
        retried = await retry_parked(connection, "reporting_intake", key, projectors()[0])
    finally:
        await connection.close()
    return list(retried.done)
