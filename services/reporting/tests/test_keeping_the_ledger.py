"""The ledger holds every event received, once, in order of receipt, exactly as it came."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import asyncpg
import pytest

from ht_kit.projector import Received
from ht_local.pytest_engines import Database
from ht_reporting.projections import SERVICES, taking_in

from .asking import ask
from .databases import acting_as, take_in
from .lives import Life
from .streams import ORGANISATION, Streams

pytestmark = pytest.mark.engines
NOON = datetime(2010, 5, 10, 12, tzinfo=UTC)


async def follow(database: Database, service: str, events: list[Received], seed: int) -> None:
    """Do what a service's projector does, in batches of random sizes."""
    random = Random(seed)
    async with acting_as(database, "worker") as worker:
        while events:
            size = random.randint(1, 60)
            async with worker.transaction():
                await taking_in(service)(worker, events[:size])
            events = events[size:]


async def test_three_projectors_at_once_leave_no_gap_and_keep_every_order(
    empty_database: Database, golden: Streams
) -> None:
    some = {each.service: each.events[:1500] for each in golden}

    async with asyncio.TaskGroup() as group:
        for seed, (service, events) in enumerate(some.items()):
            group.create_task(follow(empty_database, service, events, seed))

    async with acting_as(empty_database, "worker") as worker:
        rows = await worker.fetch("SELECT * FROM ledger ORDER BY position")
        head = await worker.fetchrow("SELECT position, services::text FROM ledger_head")
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(a["received_at"] <= b["received_at"] for a, b in pairwise(rows))
    for service in SERVICES:
        of_service = [row for row in rows if row["service"] == service]
        assert [(row["service_position"], row["body"]) for row in of_service] == [
            (event.position, event.body) for event in some[service]
        ]
    assert len({row["service"] for row in rows[:400]}) > 1, "they did not take turns"
    assert head is not None
    assert head["position"] == len(rows)


async def test_a_reader_at_a_position_never_sees_what_comes_after_it(
    empty_database: Database, golden: Streams
) -> None:
    batches = list(golden.batches(seed=5, largest=900))
    await take_in(empty_database, batches[:20])
    early = await ask(empty_database)

    await take_in(empty_database, batches[20:40])

    again = await ask(empty_database, position=early.position)
    assert again == early
    assert early.as_at is not None
    assert await ask(empty_database, time=early.as_at) == early


async def test_an_event_is_never_entered_twice(
    empty_database: Database, golden: Streams
) -> None:
    batch = ("intake", golden.intake.events[:5])
    await take_in(empty_database, [batch])

    with pytest.raises(asyncpg.UniqueViolationError):
        await take_in(empty_database, [batch])

    async with acting_as(empty_database, "worker") as worker:
        assert await worker.fetchval("SELECT position FROM ledger_head") == 5


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger SET type = 'x'", "DELETE FROM ledger", "TRUNCATE ledger"]
)
async def test_nobody_rewrites_the_ledger(
    empty_database: Database, golden: Streams, statement: str
) -> None:
    await take_in(empty_database, [("intake", golden.intake.events[:5])])
    connection = await asyncpg.connect(empty_database.admin_url)
    try:
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger SET type = 'x'", "DELETE FROM ledger", "TRUNCATE ledger"]
)
async def test_the_worker_may_not_even_try_to_rewrite_it(
    empty_database: Database, statement: str
) -> None:
    async with acting_as(empty_database, "worker") as worker:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await worker.execute(statement)


async def test_an_event_that_makes_no_fact_is_kept_all_the_same(
    empty_database: Database, golden: Streams
) -> None:
    first = golden.intake.events[0]
    new = Received(
        position=1,
        envelope=first.envelope | {"type": "ht.intake.something_new.v1", "data": None},
        body=b"exactly as it came",
        recorded_at=first.recorded_at,
        hash=first.hash,
    )

    await take_in(empty_database, [("intake", [new])])

    async with acting_as(empty_database, "worker") as worker:
        row = await worker.fetchrow("SELECT * FROM ledger")
    assert row is not None
    assert (row["body"], row["type"]) == (b"exactly as it came", "ht.intake.something_new.v1")
    assert isinstance(row["received_at"], datetime)


async def test_a_reader_sees_only_the_organisations_of_the_request(
    empty_database: Database, golden: Streams
) -> None:
    streams = golden.copy()
    streams.turn_to("southfield-trust", "southfield")
    Life(streams, "S0000").signpost(NOON, "exercise")
    await take_in(empty_database, streams.batches(largest=3000))

    async with acting_as(empty_database, "reader") as reader:
        assert await reader.fetchval("SELECT count(*) FROM ledger") == 0
        assert await reader.fetchval("SELECT count(*) FROM fact_client") == 0
        for organisation, seen in ((ORGANISATION, len(golden)), ("southfield-trust", 1)):
            async with reader.transaction():
                await reader.execute(
                    "SELECT set_config('ht.organisations', $1, true)", organisation
                )
                assert await reader.fetchval("SELECT count(*) FROM ledger") == seen
                told = await reader.fetch("SELECT DISTINCT organisation FROM fact_onward")
                assert [row["organisation"] for row in told] == [organisation]
        assert await reader.fetchval("SELECT count(*) FROM fact_plan") == 0


@pytest.mark.parametrize("service", SERVICES)
async def test_the_number_of_statements_does_not_grow_with_the_batch(
    empty_database: Database, golden: Streams, service: str
) -> None:
    """Two for the ledger, and one for each kind of fact that the service tells of."""
    at_most = {"intake": 4, "plans": 7, "referrals": 3}
    events = next(each.events for each in golden if each.service == service)
    sent: list[str] = []
    counts = []

    async with acting_as(empty_database, "worker") as worker:
        for batch in (events[:100], events[100:140], events[140:]):
            async with worker.transaction():
                with worker.query_logger(lambda record: sent.append(record.query)):
                    await taking_in(service)(worker, batch)
            counts.append(len(sent))
            sent.clear()

    # In its first batch asyncpg also asks the server about types, once for a connection.
    assert max(counts[1:]) <= at_most[service]
