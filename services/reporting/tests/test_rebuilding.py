"""The facts can be made anew from the ledger at any time, and are the same facts.

The live ones go on meanwhile. What differs is found, listed, and refused unless accepted.
"""

import asyncio

import asyncpg
import pytest

from ht_local.pytest_engines import Database
from ht_reporting.rebuilding.rebuild import Differ, drop, rebuild

from .databases import acting_as, take_in
from .looking_at_facts import admin, assert_golden, every_row
from .streams import Streams

pytestmark = pytest.mark.engines


async def test_it_gives_the_same_facts_known_from_and_to_the_same_positions(
    golden_database: Database, golden: Streams
) -> None:
    before = await every_row(golden_database)

    done = await rebuild(golden_database.admin_url, stretch=700)

    assert (done.position, done.differences.count) == (len(golden), 0)
    assert await every_row(golden_database) == before
    assert await every_row(golden_database, f"facts_{done.former}") == before
    await assert_golden(golden_database)


async def test_it_restores_facts_that_were_emptied_or_spoilt(golden_database: Database) -> None:
    before = await every_row(golden_database)
    await admin(golden_database, "TRUNCATE fact_session; DELETE FROM fact_case")
    await admin(golden_database, "UPDATE fact_plan SET result = 'achieved', known_to = 5")

    done = await rebuild(golden_database.admin_url, accept_differences=True)

    assert done.differences.count > 5_000
    assert await every_row(golden_database) == before
    await assert_golden(golden_database)


async def test_a_planted_difference_is_listed_and_refused(golden_database: Database) -> None:
    await admin(
        golden_database,
        "UPDATE fact_plan SET result = 'not_achieved' WHERE (plan_id, known_from) IN"
        " (SELECT plan_id, known_from FROM fact_plan WHERE result = 'achieved'"
        "   AND known_to IS NULL LIMIT 1)",
    )
    planted = await every_row(golden_database)
    said: list[str] = []

    with pytest.raises(Differ) as refused:
        await rebuild(golden_database.admin_url, tell=said.append)

    listed = "\n".join(refused.value.differences.listed)
    assert "result is 'not_achieved', rebuilt 'achieved'" in listed
    assert "I02 of every programme" in listed
    assert "I02 of dcrs-headline" in listed
    assert any(line.startswith("DIFFERENT fact_plan") for line in said)
    assert await every_row(golden_database) == planted, "the live facts were touched"

    done = await rebuild(golden_database.admin_url, accept_differences=True)
    assert done.events == 0, "it did not go on with what it had made"
    await assert_golden(golden_database)


async def test_events_that_arrive_meanwhile_are_in_both(
    empty_database: Database, golden: Streams
) -> None:
    batches = list(golden.batches(seed=7, largest=150))
    half = len(batches) // 2
    await take_in(empty_database, batches[:half])
    arriving = asyncio.create_task(take_in(empty_database, batches[half:]))

    done = await rebuild(empty_database.admin_url, stretch=500)
    assert not arriving.done(), "nothing arrived meanwhile"
    await arriving

    assert done.differences.count == 0
    assert done.position < len(golden)
    live = await every_row(empty_database)
    again = await rebuild(empty_database.admin_url)
    assert (again.generation, again.differences.count) == (3, 0)
    assert await every_row(empty_database) == live
    await assert_golden(empty_database)


async def test_reports_go_on_before_and_after_with_the_same_rights(
    golden_database: Database,
) -> None:
    """On one connection, whose statements were prepared against the former tables."""
    async with acting_as(golden_database, "reader") as reader:
        question = "SELECT count(*) FROM fact_plan"
        assert await reader.fetchval(question) == 0
        await rebuild(golden_database.admin_url)
        assert await reader.fetchval(question) == 0, "row-level security was lost"
        async with reader.transaction():
            await reader.execute(
                "SELECT set_config('ht.organisations', 'wellbeing-northfield', true)"
            )
            assert await reader.fetchval(question) > 1000
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.execute("SELECT FROM facts_1.fact_plan")


async def test_a_former_generation_is_dropped_when_told(golden_database: Database) -> None:
    before = await _indexes_of_cases(golden_database)
    await rebuild(golden_database.admin_url)

    assert await drop(golden_database.admin_url) == [1]
    assert await drop(golden_database.admin_url) == []

    await assert_golden(golden_database)
    connection = await asyncpg.connect(golden_database.admin_url)
    try:
        left = await connection.fetch(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ 'facts'"
        )
        assert left == []
    finally:
        await connection.close()
    assert {"fact_case_pkey", "fact_case_programme"} <= set(before)
    assert await _indexes_of_cases(golden_database) == before


async def _indexes_of_cases(database: Database) -> list[str]:
    connection = await asyncpg.connect(database.admin_url)
    try:
        rows = await connection.fetch(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'fact_case' ORDER BY 1"
        )
        return [row[0] for row in rows]
    finally:
        await connection.close()
