"""Looking at the facts as the superuser sees them, and spoiling them."""

import asyncpg

from ht_local.pytest_engines import Database
from ht_reporting.facts.kinds import FACTS

from .asking import ask, told
from .test_the_golden_figures import GOLDEN


async def admin(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.admin_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def every_row(database: Database, schema: str = "public") -> dict[str, list[str]]:
    """Give all facts there are, with what was known when."""
    connection = await asyncpg.connect(database.admin_url)
    try:
        return {
            fact.table: [
                row[0]
                for row in await connection.fetch(
                    f"SELECT f::text FROM {schema}.{fact.table} f ORDER BY 1"
                )
            ]
            for fact in FACTS
        }
    finally:
        await connection.close()


async def assert_golden(database: Database) -> None:
    report = await ask(database)
    figures = {name: told(figure) for name, figure in report.figures.items()}
    assert figures.items() >= GOLDEN.items()
