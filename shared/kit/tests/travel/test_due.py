"""What a day brings is asked for once, whichever copy gets to it first."""

import asyncio
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from ht_kit.asked import Asked
from ht_kit.due import DueItem, DueRunner, DueWork
from ht_kit.ids import new_id

from .conftest import Store
from .things import eventually, running

pytestmark = pytest.mark.engines
NEW_YEAR, TODAY, TOMORROW = date(2026, 1, 1), date(2026, 3, 9), date(2026, 3, 10)
KIND = "check_due"


class Diary:
    """What was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[DueItem, Asked]] = []
        self.refuses = False

    async def note(self, item: DueItem, asked: Asked) -> None:
        if self.refuses:
            raise ConnectionError
        self.asked.append((item, asked))

    @property
    def keys(self) -> list[str]:
        return sorted(asked.key for _, asked in self.asked)


def a_runner(diary: Diary, *, lease: float = 60) -> DueRunner:
    return DueRunner(
        "plans", [DueWork(KIND, diary.note)], poll=0.05, lease=lease, today=lambda: TODAY
    )


async def falls_due(store: Store, on: date, *, kind: str = KIND) -> UUID:
    aggregate = new_id()
    await store.pool.execute(
        "INSERT INTO due (kind, aggregate, due_on, organisation, programme, payload)"
        """ VALUES ($1, $2, $3, 'northfield-council', 'northfield', '{"months": 3}')""",
        kind,
        aggregate,
        on,
    )
    return aggregate


async def test_what_is_due_is_asked_for_and_the_rest_waits(store: Store) -> None:
    diary = Diary()
    early, today = await falls_due(store, NEW_YEAR), await falls_due(store, TODAY)
    await falls_due(store, TOMORROW)
    await falls_due(store, NEW_YEAR, kind="somebody_elses")

    assert await a_runner(diary).run_once(store.worker) == 2
    assert await a_runner(diary).run_once(store.worker) == 0

    assert diary.keys == sorted(
        [f"due:{KIND}:{early}:2026-01-01", f"due:{KIND}:{today}:2026-03-09"]
    )
    item, asked = diary.asked[0]
    assert item.payload == {"months": 3}
    assert (asked.actor.organisation, asked.actor.programme) == (
        "northfield-council",
        "northfield",
    )
    assert asked.actor.roles == {"system"}


async def test_two_copies_ask_once(store: Store) -> None:
    diary = Diary()
    for _ in range(100):
        await falls_due(store, NEW_YEAR)

    async def all_asked() -> bool:
        return len(diary.asked) >= 100

    async with running(*(a_runner(diary).run(store.worker) for _ in range(3))):
        await eventually(all_asked)

    assert len(set(diary.keys)) == len(diary.keys) == 100


async def test_the_lease_is_committed_before_the_command(store: Store) -> None:
    """So that the command may write the same row, and nobody else takes it meanwhile."""
    aggregate = await falls_due(store, NEW_YEAR)
    written: list[str] = []

    async def write_the_row(_: DueItem, asked: Asked) -> None:
        async with asyncpg.create_pool(
            store.database.admin_url, min_size=1, max_size=1
        ) as other:
            await other.execute(
                "SET lock_timeout = '1s';"
                " UPDATE due SET payload = '{}' WHERE leased_until > now()"
            )
            assert await a_runner(Diary()).run_once(other) == 0
        written.append(asked.key)

    runner = DueRunner("plans", [DueWork(KIND, write_the_row)], today=lambda: TODAY)
    await runner.run_once(store.worker)

    assert written == [f"due:{KIND}:{aggregate}:2026-01-01"]
    assert await store.pool.fetchval("SELECT payload FROM due") == "{}"


async def test_a_copy_that_dies_after_the_lease_leaves_it_to_another_with_the_same_key(
    store: Store,
) -> None:
    diary, died = Diary(), asyncio.Event()
    aggregate = await falls_due(store, NEW_YEAR)

    async def die(_: DueItem, __: Asked) -> None:
        died.set()
        await asyncio.Event().wait()

    dying = DueRunner("plans", [DueWork(KIND, die)], lease=0.5, today=lambda: TODAY)
    async with running(dying.run(store.worker)):
        await died.wait()

    async def asked() -> bool:
        return bool(diary.asked)

    async with running(a_runner(diary).run(store.worker)):
        await eventually(asked)

    assert diary.keys == [f"due:{KIND}:{aggregate}:2026-01-01"]


async def test_work_that_fails_stays_due(store: Store) -> None:
    diary = Diary()
    diary.refuses = True
    await falls_due(store, NEW_YEAR)

    assert await a_runner(diary, lease=0).run_once(store.worker) == 1
    assert await store.pool.fetchval("SELECT count(*) FROM due WHERE done_at IS NULL") == 1

    diary.refuses = False
    assert await a_runner(diary, lease=0).run_once(store.worker) == 1
    assert len(diary.asked) == 1
    assert await store.pool.fetchval("SELECT count(*) FROM due WHERE done_at IS NULL") == 0
