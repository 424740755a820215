"""Who looked at whom is kept as it was told: nothing is lost, and what is altered shows."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import orjson
import pytest

from ht_kit.asked import Actor
from ht_kit.audit import LookStore, Trace
from ht_kit.clock import now
from ht_kit.ids import new_id
from ht_kit.pools import open_pool
from ht_kit.verify import verify

from .conftest import Database
from .test_keys import BERYL, STAN
from .things import NORTH, an_actor

pytestmark = pytest.mark.engines


@pytest.fixture
async def looks(database: Database) -> AsyncIterator[LookStore]:
    pool = await open_pool(database.url("writer"), at_most=2)
    opened = LookStore(pool)
    try:
        yield opened
    finally:
        await opened.close()
        await pool.close()


def a_trace(actor: Actor | None = None) -> Trace:
    return Trace(
        at=now(),
        actor=actor or an_actor(),
        action="thing.view",
        outcome="shown",
        clients=frozenset({BERYL, STAN}),
        correlation_id=new_id(),
        purpose="handover",
    )


async def sealed(database: Database) -> int:
    async with database.connected("worker") as connection:
        return int(await connection.fetchval("SELECT seal_looks()"))


async def test_a_storm_of_looks_keeps_one_row_each_in_few_inserts(
    looks: LookStore, database: Database
) -> None:
    traces = [a_trace() for _ in range(300)]

    await asyncio.gather(*(looks.append(trace) for trace in traces))

    async with database.connected("admin") as connection:
        kept = {row["look_id"] for row in await connection.fetch("SELECT look_id FROM looks")}
        inserts = await connection.fetchval("SELECT count(DISTINCT xmin::text) FROM looks")
        shown = await connection.fetchval("SELECT count(*) FROM looks_at")
    assert kept == {trace.look_id for trace in traces}
    assert inserts < 10
    assert shown == 600


async def test_what_is_told_twice_is_kept_once(looks: LookStore, database: Database) -> None:
    trace = a_trace()
    for _ in range(2):
        await looks.append(trace)

    assert await sealed(database) == 1
    assert await sealed(database) == 0


async def test_every_look_is_in_one_seal_however_many_seal_at_once(
    looks: LookStore, database: Database
) -> None:
    for _ in range(5):
        appends = [looks.append(a_trace()) for _ in range(20)]
        await asyncio.gather(*appends, *(sealed(database) for _ in range(3)))
    await sealed(database)

    async with database.connected("admin") as connection:
        sealed_ = "SELECT array_agg(n ORDER BY n) FROM look_seals, unnest(numbers) AS n"
        there = "SELECT array_agg(number ORDER BY number) FROM looks"
        assert await connection.fetchval(sealed_) == await connection.fetchval(there)
    assert await verify(database.url("relay")) == []


@pytest.mark.parametrize(
    "altered",
    [
        (
            "UPDATE looks SET body = replace(body::text, '7468696e67', '7468696e68')::bytea"
            " WHERE number = 2"
        ),
        "UPDATE looks SET actor = 'somebody-else' WHERE number = 2",
        "UPDATE looks SET recorded_at = recorded_at + interval '1 second' WHERE number = 2",
        "DELETE FROM looks WHERE number = 2",
        "DELETE FROM looks_at WHERE number = 2",
        "DELETE FROM look_seals WHERE seal = 1",
        "DELETE FROM look_seals WHERE seal = 2",
        "UPDATE look_seals SET sealed_at = sealed_at - interval '1 day' WHERE seal = 1",
        (
            "INSERT INTO looks (look_id, looked_at, organisation, actor, body) SELECT"
            " gen_random_uuid(), looked_at, organisation, actor, body FROM looks"
            " WHERE number = 1"
        ),
    ],
)
async def test_whatever_is_altered_shows(
    looks: LookStore, database: Database, altered: str
) -> None:
    for _ in range(2):
        await looks.append(a_trace())
        await looks.append(a_trace())
        await sealed(database)
    assert await verify(database.admin_url) == []

    async with database.connected("admin") as connection:
        for table in ("looks", "looks_at", "look_seals"):
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        await connection.execute(altered)

    assert [fault.what for fault in await verify(database.admin_url)] != []


@pytest.mark.parametrize("role", ["writer", "reader", "worker", "relay"])
@pytest.mark.parametrize("table", ["looks", "looks_at", "look_seals", "look_head"])
async def test_no_role_of_the_service_changes_or_writes_them_directly(
    database: Database, role: str, table: str
) -> None:
    async with database.connected(role) as connection:
        for statement in (f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM looks", "TRUNCATE looks", "UPDATE looks SET actor = ''"]
)
async def test_not_even_their_owner_changes_them(
    looks: LookStore, database: Database, statement: str
) -> None:
    await looks.append(a_trace())

    async with database.connected("admin") as connection:
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(statement)


async def test_an_organisation_reads_its_own_looks_alone(
    looks: LookStore, database: Database
) -> None:
    await looks.append(a_trace())
    await looks.append(a_trace(an_actor("charity-southfield")))

    async with database.connected("reader") as connection, connection.transaction():
        await connection.execute("SELECT set_config('ht.organisations', $1, true)", NORTH)
        seen = [row["organisation"] for row in await connection.fetch("SELECT * FROM looks")]
        at = await connection.fetchval("SELECT count(*) FROM looks_at")
    assert (seen, at) == ([NORTH], 2)


async def test_no_trace_holds_more_than_who_when_what_and_why() -> None:
    said = a_trace().to_bytes()

    assert b"Invented" not in said
    assert set(orjson.loads(said)) == {
        "look",
        "at",
        "actor",
        "employer",
        "organisation",
        "programme",
        "roles",
        "action",
        "outcome",
        "clients",
        "thing",
        "purpose",
        "correlation",
    }
