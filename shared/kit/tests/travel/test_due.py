"""What a day brings is asked for once, whichever copy gets to it first."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from ht_kit.asked import Asked
from ht_kit.due import _FAILURES, DueItem, DueRunner, DueWork
from ht_kit.ids import new_id

from .conftest import Store
from .things import eventually, running

pytestmark = pytest.mark.engines
NEW_YEAR, TODAY, TOMORROW = date(2026, 1, 1), date(2026, 3, 9), date(2026, 3, 10)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
KIND = "check_due"


class Refused(Exception):  # noqa: N818 - named for its reason
    """The rules will not have it."""


class Diary:
    """What was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[DueItem, Asked]] = []
        self.refuses: bool | set[UUID] = False

    async def note(self, item: DueItem, asked: Asked) -> None:
        if self.refuses is True or (self.refuses and item.aggregate in self.refuses):
            raise Refused
        self.asked.append((item, asked))

    @property
    def keys(self) -> list[str]:
        return sorted(asked.key for _, asked in self.asked)


def a_runner(diary: Diary, *, lease: float = 60) -> DueRunner:
    return DueRunner(
        "plans", [DueWork(KIND, diary.note)], poll=0.05, lease=lease, clock=lambda: NOON
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


async def test_of_two_kinds_of_work_that_which_is_named_first_goes_first(store: Store) -> None:
    urgent, patient = Diary(), Diary()
    for _ in range(25):  # more than one round takes on
        await falls_due(store, NEW_YEAR, kind="patient")
    waited = await falls_due(store, TODAY, kind="urgent")
    work = [DueWork("urgent", urgent.note), DueWork("patient", patient.note)]

    await DueRunner("plans", work, clock=lambda: NOON).run_once(store.pool)

    assert [item.aggregate for item, _ in urgent.asked] == [waited]
    assert len(patient.asked) < 25


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

    runner = DueRunner("plans", [DueWork(KIND, write_the_row)], clock=lambda: NOON)
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

    dying = DueRunner("plans", [DueWork(KIND, die)], lease=0.5, clock=lambda: NOON)
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


async def test_work_that_is_refused_for_ever_holds_up_nothing(store: Store) -> None:
    """It is older than the rest, more than one round takes on, and due again at once."""
    diary = Diary()
    diary.refuses = {await falls_due(store, NEW_YEAR) for _ in range(50)}
    failed = _FAILURES.labels(KIND)._value.get()
    last = await falls_due(store, TODAY)

    runner = a_runner(diary, lease=0)
    for _ in range(3):
        assert await runner.run_once(store.worker) == 20

    assert diary.keys == [f"due:{KIND}:{last}:2026-03-09"]
    assert _FAILURES.labels(KIND)._value.get() == failed + 59
    assert await store.pool.fetchval("SELECT count(*) FROM due WHERE done_at IS NULL") == 50


async def test_a_clock_that_is_put_back_meanwhile_asks_at_the_instant_that_it_looked(
    store: Store,
) -> None:
    """Else the rules would find the day still to come, and the work would count as done."""
    diary, readings = Diary(), iter([NOON, NOON - timedelta(days=1)])
    await falls_due(store, TODAY)

    runner = DueRunner("plans", [DueWork(KIND, diary.note)], clock=lambda: next(readings))
    assert await runner.run_once(store.worker) == 1

    ((_, asked),) = diary.asked
    assert asked.at == NOON


async def test_a_clock_that_is_behind_waits_and_one_that_is_ahead_takes_nobodys_lease(
    store: Store,
) -> None:
    diary = Diary()
    await falls_due(store, TODAY)

    def with_clock(days: int, run: Callable[[DueItem, Asked], Awaitable[None]]) -> DueRunner:
        at = NOON + timedelta(days=days)
        return DueRunner("plans", [DueWork(KIND, run)], clock=lambda: at)

    async def meanwhile(item: DueItem, asked: Asked) -> None:
        assert await with_clock(400, diary.note).run_once(store.worker) == 0
        await diary.note(item, asked)

    assert await with_clock(-1, diary.note).run_once(store.worker) == 0
    assert await with_clock(0, meanwhile).run_once(store.worker) == 1
    assert await with_clock(1, diary.note).run_once(store.worker) == 0
    assert len(diary.asked) == 1


async def test_a_connection_that_breaks_in_the_middle_of_a_statement_ends_no_runner(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = Diary()
    await falls_due(store, NEW_YEAR)
    runner = a_runner(diary)
    take_on, faults = runner.run_once, iter([asyncpg.InternalClientError("state 12")] * 2)

    async def breaks_twice(pool: "asyncpg.Pool[asyncpg.Record]") -> int:
        for fault in faults:
            raise fault
        return await take_on(pool)

    async def all_asked() -> bool:
        return len(diary.asked) == 1

    monkeypatch.setattr(runner, "run_once", breaks_twice)
    async with running(runner.run(store.worker)):
        await eventually(all_asked)
