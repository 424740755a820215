"""A request reads the rows of its own organisation, in one round trip, and leaves nothing on
the connection for the next. Read as the service's own role: row-level security binds it.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from ht_kit.ids import new_id
from ht_kit.migrations import CONSUMING, STORE, migrate
from ht_kit.pools import open_pool
from ht_kit.reading import Pool, Reads

from .conftest import Databases

pytestmark = pytest.mark.engines

KILN, WHEEL = "kiln", "wheel"


@pytest.fixture
async def reader(databases: Databases) -> AsyncIterator[Pool]:
    folder = Path(__file__).with_name("pot_migrations")
    await migrate(databases.own, service="pots", folders=[STORE, CONSUMING, folder])
    connection = await asyncpg.connect(databases.own)
    await connection.executemany(
        "INSERT INTO pots (pot, organisation, programme, glaze) VALUES ($1, $2, 'vases', $3)",
        [
            (new_id(), organisation, f"{organisation} {number}")
            for number in range(3)
            for organisation in (KILN, WHEEL)
        ],
    )
    await connection.close()
    pool = await open_pool(databases.url("reader"), at_most=1)
    try:
        yield pool
    finally:
        await pool.close()


SHAPES = {
    "all": "SELECT glaze FROM pots",
    "ordered page": "SELECT glaze FROM pots ORDER BY pot LIMIT 10",
    "sorted the other way": "SELECT glaze FROM pots ORDER BY glaze DESC OFFSET 0",
    "inner names": "WITH mine AS (SELECT * FROM pots) SELECT glaze FROM mine",
    "materialised": "WITH mine AS MATERIALIZED (SELECT * FROM pots) SELECT glaze FROM mine",
    "joined": "SELECT a.glaze FROM pots a JOIN pots b USING (pot)",
    "left joined": "SELECT b.glaze FROM pots a LEFT JOIN pots b ON a.pot = b.pot",
    "grouped": "SELECT glaze, count(*) AS many FROM pots GROUP BY glaze",
    "distinct": "SELECT DISTINCT glaze FROM pots",
    "union": "SELECT glaze FROM pots WHERE false UNION ALL SELECT glaze FROM pots",
    "window": "SELECT glaze, row_number() OVER (ORDER BY pot) AS place FROM pots",
    "sublink": "SELECT glaze FROM pots WHERE pot IN (SELECT pot FROM pots)",
    "lateral": "SELECT x.glaze FROM pots p, LATERAL (SELECT p.glaze) x",
    "indexed": "SELECT glaze FROM pots WHERE pot > '00000000-0000-0000-0000-000000000000'",
}


async def test_only_the_rows_of_the_organisation_are_read(reader: Pool) -> None:
    for shape, sql in SHAPES.items():
        seen = [
            {row["glaze"] for row in await Reads(reader, [organisation]).rows(sql)}
            for organisation in (KILN, WHEEL, "nobody")
        ]

        assert seen == [
            {"kiln 0", "kiln 1", "kiln 2"},
            {"wheel 0", "wheel 1", "wheel 2"},
            set(),
        ], shape


@pytest.mark.parametrize(
    "preference",
    [
        "enable_hashjoin = off",
        "enable_nestloop = off",
        "enable_seqscan = off",
        "plan_cache_mode = force_generic_plan",
        "debug_parallel_query = on",
    ],
)
async def test_no_plan_may_look_before_the_setting_stands(
    preference: str, reader: Pool
) -> None:
    """Whatever the planner prefers, the first of its steps is to set."""
    for shape, sql in SHAPES.items():
        async with reader.acquire() as connection, connection.transaction():
            await connection.execute(f"SET LOCAL {preference}")
            seen = await Reads(_Lent(connection), [KILN]).rows(sql)

        assert {row["glaze"] for row in seen} == {"kiln 0", "kiln 1", "kiln 2"}, shape


class _Lent:
    """A pool that lends one connection."""

    def __new__(cls, connection: object) -> Pool:  # type: ignore[misc]
        return connection  # type: ignore[return-value]


async def test_what_an_agreement_opens_is_read_too(reader: Pool) -> None:
    rows = await Reads(reader, [KILN, WHEEL]).rows("SELECT DISTINCT organisation FROM pots")

    assert {row["organisation"] for row in rows} == {KILN, WHEEL}


async def test_one_read_is_one_round_trip_and_leaves_nothing_behind(reader: Pool) -> None:
    said: list[str] = []
    async with reader.acquire() as connection:
        await Reads(_Lent(connection), [KILN]).rows(
            "SELECT glaze FROM pots WHERE glaze = $1", "x"
        )
        with connection.query_logger(lambda record: said.append(record.query)):
            await Reads(_Lent(connection), [KILN]).rows(
                "SELECT glaze FROM pots WHERE glaze = $1", "kiln 1"
            )

    assert len(said) == 1
    assert not await reader.fetchval("SELECT current_setting('ht.organisations', true)")
    assert await reader.fetch("SELECT * FROM pots") == []


async def test_organisations_that_share_a_connection_never_see_each_others(
    reader: Pool,
) -> None:
    async def read(organisation: str) -> bool:
        rows = await Reads(reader, [organisation]).rows("SELECT organisation FROM pots")
        return {row["organisation"] for row in rows} == {organisation}

    assert all(await asyncio.gather(*(read((KILN, WHEEL)[n % 2]) for n in range(100))))


async def test_a_first_row_or_none(reader: Pool) -> None:
    reads = Reads(reader, [KILN])

    found = await reads.row("SELECT glaze FROM pots ORDER BY glaze")
    assert found is not None
    assert found["glaze"] == "kiln 0"
    assert await reads.row("SELECT 1 FROM pots WHERE pot = $1", UUID(int=0)) is None


async def test_several_reads_can_be_of_one_moment(reader: Pool, databases: Databases) -> None:
    async with Reads(reader, [KILN]).together() as one_moment:
        before = await one_moment.fetchval("SELECT count(*) FROM pots")
        admin = await asyncpg.connect(databases.own)
        await admin.execute(
            "INSERT INTO pots VALUES (gen_random_uuid(), 'kiln', 'vases', 'new')"
        )
        await admin.close()
        after = await one_moment.fetchval("SELECT count(*) FROM pots")

    assert before == after == 3
    assert not await reader.fetchval("SELECT current_setting('ht.organisations', true)")
