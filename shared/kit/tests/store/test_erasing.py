"""A key that is destroyed is gone for everybody and for ever; what was counted stays."""

import asyncio

import asyncpg
import pytest

from ht_kit.decider import Erased, Handler
from ht_kit.erasing import ClientDataErased, RecordErasure, erase, erasure_of
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.ids import new_id
from ht_kit.keys import WrappingKeys
from ht_kit.sealing import Sealing
from ht_kit.staying_erased import erase_again, their_own
from ht_kit.testing import Specification
from ht_kit.verify import verify

from .conftest import Database
from .test_keys import BERYL, STAN, Hours, a_keyring
from .things import NOON, NORTH, SOUTH, THING, Label, MakeThing, asked

ERASURE = erasure_of("things")


def test_an_erasure_is_recorded_once() -> None:
    command = RecordErasure(client=BERYL, at=NOON)
    rules = ERASURE.decider

    Specification(rules.decide, rules.evolve, rules.initial).given().when(command).then(
        ClientDataErased(client=BERYL, erased_at=NOON)
    )


@pytest.mark.engines
async def test_a_destroyed_key_is_found_nowhere_and_never_made_anew(keys_url: str) -> None:
    async with a_keyring(keys_url) as here:
        stans = await here.make(NORTH, STAN)
        await here.make(NORTH, BERYL)
        await here.destroy(NORTH, {BERYL})
        await here.destroy(NORTH, {BERYL})

        assert await here.find(NORTH, {BERYL, STAN}) == {STAN: stans}
        assert await here.erased(NORTH, {BERYL, STAN}) == {BERYL}
        with pytest.raises(Erased):
            await here.make(NORTH, BERYL)


@pytest.mark.engines
async def test_a_client_who_never_had_a_key_gets_none_after_erasure(keys_url: str) -> None:
    async with a_keyring(keys_url) as here:
        await here.destroy(NORTH, {BERYL})

        with pytest.raises(Erased):
            await here.make(NORTH, BERYL)
        assert await here.make(SOUTH, BERYL) == (await here.find(SOUTH, {BERYL}))[BERYL]


@pytest.mark.engines
async def test_another_process_forgets_a_destroyed_key_within_a_minute(keys_url: str) -> None:
    clock = Hours()
    async with a_keyring(keys_url) as here, a_keyring(keys_url, clock=clock) as there:
        await there.make(NORTH, BERYL)
        await here.destroy(NORTH, {BERYL})
        clock.seconds += 60

        assert await there.find(NORTH, {BERYL}) == {}
        with pytest.raises(Erased):
            await there.make(NORTH, BERYL)


@pytest.mark.engines
async def test_no_organisation_or_service_destroys_the_keys_of_another(keys_url: str) -> None:
    async with a_keyring(keys_url) as things, a_keyring(keys_url, "others") as others:
        kept = [await things.make(SOUTH, BERYL), await others.make(NORTH, BERYL)]
        await things.destroy(NORTH, {BERYL})

        assert await things.find(SOUTH, {BERYL}) == {BERYL: kept[0]}
        assert await others.find(NORTH, {BERYL}) == {BERYL: kept[1]}


@pytest.mark.engines
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE data_keys SET wrapped = '\\x00', destroyed_at = NULL",
        "DELETE FROM data_keys",
    ],
)
async def test_not_even_its_owner_revives_a_destroyed_key(
    keys_url: str, statement: str
) -> None:
    async with a_keyring(keys_url) as here:
        await here.destroy(NORTH, {BERYL})
    connection = await asyncpg.connect(keys_url)
    try:
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.engines
async def test_wrapping_anew_leaves_destroyed_keys_alone(keys_url: str) -> None:
    async with a_keyring(keys_url) as here:
        await here.make(NORTH, STAN)
        await here.destroy(NORTH, {BERYL})
    newer = WrappingKeys("second", {"first": bytes(32), "second": bytes(range(32))})
    async with a_keyring(keys_url, wrapping=newer) as here:
        assert await here.rewrap() == 1
        assert await here.erased(NORTH, {BERYL}) == {BERYL}


@pytest.mark.engines
async def test_after_erasure_nothing_personal_is_read_or_written_and_the_chain_holds(
    store: EventStore, sealing: Sealing, database: Database
) -> None:
    things = Handler(THING, store, sealing)
    erasures = Handler(ERASURE, store, sealing)
    thing, owner = new_id(), new_id()
    command = MakeThing(owner=owner, label="chair", owner_name="Beryl Invented")
    await things.create(thing, command, asked=asked())

    await erase(erasures, sealing, owner, asked=asked())
    await erase(erasures, sealing, owner, asked=asked())
    shown = await things.show(thing, actor=asked().actor)

    assert (shown.erased, shown.state.owner_name, shown.state.label) == (True, None, "chair")
    other = MakeThing(owner=owner, label="table", owner_name="Beryl Invented")
    with pytest.raises(Erased):
        await things.create(new_id(), other, asked=asked())
    await things.handle(thing, Label(label="stool"), asked=asked())
    assert await verify(database.admin_url) == []
    async with database.connected("admin") as connection:
        recorded = "SELECT count(*) FROM events WHERE type = 'client_data_erased'"
        assert await connection.fetchval(recorded) == 1
        assert await connection.fetchval("SELECT client FROM erasure") == owner


@pytest.mark.engines
async def test_writes_under_way_during_an_erasure_leave_nothing_readable(
    store: EventStore, sealing: Sealing
) -> None:
    things, erasures = Handler(THING, store, sealing), Handler(ERASURE, store, sealing)
    owner, ids = new_id(), [new_id() for _ in range(40)]

    async def write(thing: object, number: int) -> None:
        command = MakeThing(owner=owner, label=str(number), owner_name="Beryl Invented")
        await things.create(thing, command, asked=asked())  # type: ignore[arg-type]

    async def erasing() -> None:
        await asyncio.sleep(0.02)
        await erase(erasures, sealing, owner, asked=asked())

    outcomes = await asyncio.gather(
        *(write(thing, number) for number, thing in enumerate(ids)),
        erasing(),
        return_exceptions=True,
    )

    assert {type(each) for each in outcomes if each is not None} <= {Erased}
    for thing, outcome in zip(ids, outcomes, strict=False):
        if outcome is None:
            assert (await things.read(thing, actor=asked().actor))[0].owner_name is None


@pytest.mark.engines
async def test_who_was_erased_has_no_key_though_the_key_database_is_another(
    store: EventStore, sealing: Sealing, database: Database
) -> None:
    thing, owner = new_id(), new_id()
    handlers = Handlers([THING, ERASURE], store, sealing)
    await sealing.make(NORTH, owner)
    await sealing.make(NORTH, thing)
    command = RecordErasure(client=owner, at=NOON)
    await handlers.of(ERASURE).create(thing, command, asked=asked())  # and its key is there

    async with asyncpg.create_pool(database.url("worker"), min_size=1) as pool:
        found = [await erase_again(pool, handlers, their_own) for _ in range(2)]

    assert found == [1, 0]
    assert await sealing.find(NORTH, {owner}) == {}
    assert set(await sealing.find(NORTH, {thing})) == {thing}
