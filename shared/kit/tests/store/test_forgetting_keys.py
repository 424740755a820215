"""Idempotency keys are kept for seven days: then the store forgets them, and nothing else."""

import asyncio
import time

import pytest

from ht_kit.forgetting import _LOCK, forget_old_keys, forget_once
from ht_kit.pools import open_pool

from .conftest import Database

pytestmark = pytest.mark.engines
_ASKED = """
INSERT INTO idempotency (organisation, actor, key, fingerprint, answer, asked_at)
SELECT 'northfield-council', 'worker-1', days::text, '', '{}',
       now() - make_interval(days => days)
FROM unnest(ARRAY[0, 6, 8, 30]) AS days
"""
_KEPT = "SELECT key FROM idempotency ORDER BY key::int"


async def test_keys_older_than_seven_days_are_forgotten_by_the_worker(
    database: Database,
) -> None:
    async with (
        await open_pool(database.url("worker"), at_most=2) as pool,
        database.connected("admin") as admin,
    ):
        await admin.execute(_ASKED)
        work = asyncio.create_task(forget_old_keys(pool, every=0.05))
        deadline = time.monotonic() + 20
        while len(await admin.fetch(_KEPT)) > 2:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

        assert [row["key"] for row in await admin.fetch(_KEPT)] == ["0", "6"]


async def test_only_one_copy_forgets_at_a_time(database: Database) -> None:
    async with (
        await open_pool(database.url("worker"), at_most=2) as pool,
        database.connected("admin") as admin,
    ):
        await admin.execute(_ASKED)
        await admin.execute("SELECT pg_advisory_lock($1)", _LOCK)

        await forget_once(pool)

        assert len(await admin.fetch(_KEPT)) == 4
