"""A command is decided on what has happened, recorded once, and answered the same again."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID

import asyncpg
import pytest

from ht_kit.decider import (
    Handler,
    KeyReused,
    NoSuchThing,
    Recorded,
    StaleVersion,
    StreamMoved,
    Taken,
)
from ht_kit.event_store import EventStore
from ht_kit.ids import new_id
from ht_kit.pools import open_pool
from ht_kit.sealing import Sealing
from ht_kit.verify import verify

from .conftest import Database
from .things import (
    NORTH,
    SOUTH,
    THING,
    Command,
    Event,
    Label,
    LabelledAlready,
    LabelOnce,
    MakeThing,
    NotMade,
    Thing,
    an_actor,
    asked,
)

pytestmark = pytest.mark.engines

Things = Handler[Command, Thing, Event]
BERYL = MakeThing(owner=new_id(), label="lamp", owner_name="Beryl Ackroyd-Test")


@pytest.fixture
def things(store: EventStore, sealing: Sealing) -> Things:
    return Handler(THING, store, sealing)


async def test_what_was_recorded_is_read_again_opened(things: Things) -> None:
    thing = new_id()

    made = await things.create(thing, BERYL, asked=asked())
    labelled = await things.handle(thing, Label(label="tall lamp"), asked=asked())

    assert made == Recorded(id=thing, version=1, position=1)
    assert labelled == Recorded(id=thing, version=2, position=2)
    state, version = await things.read(thing, actor=an_actor())
    assert (state.label, state.owner_name, version) == ("tall lamp", BERYL.owner_name, 2)


async def test_rows_are_written_again_as_things_stand_and_nothing_happens_by_it(
    things: Things, database: Database, sealing: Sealing
) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())
    async with database.connected("admin") as connection:
        await connection.execute("UPDATE shelf SET owner_name = NULL, label = 'forgotten'")
        once = asked()
        again = [await things.write_rows_again(thing, asked=once) for _ in range(2)]
        (row,) = await connection.fetch("SELECT * FROM shelf")
        events = await connection.fetchval("SELECT count(*) FROM events")
    (opened,) = await sealing.open_rows(NORTH, "shelf", [row])

    assert [each.version for each in again] == [1, 1]
    assert (opened["owner_name"], opened["label"], events) == (BERYL.owner_name, "lamp", 1)
    with pytest.raises(NoSuchThing):
        await things.write_rows_again(new_id(), asked=asked())
    with pytest.raises(NoSuchThing):
        await things.write_rows_again(thing, asked=asked(organisation=SOUTH))


async def test_nothing_personal_stands_in_the_store_in_clear(
    things: Things, database: Database, sealing: Sealing
) -> None:
    await things.create(new_id(), BERYL, asked=asked())

    async with database.connected("admin") as connection:
        body = await connection.fetchval("SELECT body FROM events")
        (row,) = await connection.fetch("SELECT * FROM shelf")
    assert b"Beryl" not in body
    assert b"Beryl" not in row["owner_name"]
    assert row["owner_token"] == sealing.blind(NORTH, "name", "beryl ackroyd-test")
    assert (row["organisation"], str(row["weight"])) == (NORTH, "1.50")
    (opened,) = await sealing.open_rows(NORTH, "shelf", [row])
    assert opened == {**dict(row), "owner_name": BERYL.owner_name}


async def test_a_client_without_a_key_reads_as_nobody_and_all_else_stays(
    things: Things, keys_url: str
) -> None:
    """A key that is gone has taken with it whatever it sealed."""
    thing = new_id()
    somebody = MakeThing(owner=new_id(), label="lamp", owner_name="Stan Ackroyd-Test")
    await things.create(thing, somebody, asked=asked())
    connection = await asyncpg.connect(keys_url)
    await connection.execute("DELETE FROM data_keys")
    await connection.close()
    things._sealing._keyring._cache.clear()  # as sixty seconds would

    state, _ = await things.read(thing, actor=an_actor())

    assert (state.label, state.owner_name) == ("lamp", None)


async def test_the_data_key_is_committed_before_the_append_that_uses_it(
    things: Things, database: Database, keys_url: str
) -> None:
    async with database.connected("admin") as connection:
        await connection.execute("DELETE FROM writable; SELECT renew_write_rows()")

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await things.create(new_id(), BERYL, asked=asked())

    connection = await asyncpg.connect(keys_url)
    assert await connection.fetchval("SELECT count(*) FROM data_keys") == 1
    await connection.close()


async def test_an_idempotent_repeat_gives_the_stored_answer(things: Things) -> None:
    thing, part = new_id(), new_id()
    made = await things.create(thing, BERYL, asked=asked("make"), ids={"part": part})
    labelled = await things.handle(thing, Label(label="b"), asked=asked("label"))
    await things.handle(thing, Label(label="c"), asked=asked())

    made_again = await things.create(
        new_id(), BERYL, asked=asked("make"), ids={"part": new_id()}
    )
    labelled_again = await things.handle(thing, Label(label="b"), asked=asked("label"))

    assert made_again == Recorded(
        id=thing, version=1, position=1, ids={"part": part}, repeated=True
    )
    assert made == Recorded(id=thing, version=1, position=1, ids={"part": part})
    assert labelled_again == Recorded(id=thing, version=2, position=2, repeated=True)
    assert labelled == Recorded(id=thing, version=2, position=2)
    assert (await things.read(thing, actor=an_actor()))[0].label == "c"


async def test_a_repeat_is_answered_even_where_the_rules_would_now_refuse(
    things: Things,
) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())
    await things.handle(thing, LabelOnce(label="b"), asked=asked("once"))

    repeated = await things.handle(thing, LabelOnce(label="b"), asked=asked("once"))

    assert repeated.repeated
    with pytest.raises(LabelledAlready):
        await things.handle(thing, LabelOnce(label="b"), asked=asked())


async def test_a_key_used_for_other_words_is_refused(things: Things) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked("key"))

    with pytest.raises(KeyReused):
        await things.create(new_id(), BERYL, asked=asked("key", fingerprint="others"))
    with pytest.raises(KeyReused):
        await things.handle(thing, Label(label="b"), asked=asked("key", fingerprint="others"))


async def test_a_refusal_passes_untouched_and_keeps_no_key(things: Things) -> None:
    thing = new_id()

    with pytest.raises(NotMade):
        await things.create(thing, Label(label="b"), asked=asked("key"))

    assert not (await things.create(thing, BERYL, asked=asked("key"))).repeated


async def test_a_command_that_changes_nothing_is_answered_with_where_things_stand(
    things: Things,
) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())

    again = await things.create(thing, BERYL, asked=asked())
    same_label = await things.handle(thing, Label(label="lamp"), asked=asked("same"))
    await things.handle(thing, Label(label="other"), asked=asked())
    repeated = await things.handle(thing, Label(label="lamp"), asked=asked("same"))

    assert again == Recorded(id=thing, version=1, position=1)
    assert same_label == Recorded(id=thing, version=1, position=1)
    assert repeated == Recorded(id=thing, version=1, position=1, repeated=True)


async def test_something_that_is_there_already_is_decided_on_as_it_stands(
    things: Things,
) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())

    labelled = await things.create(thing, LabelOnce(label="b"), asked=asked())

    assert labelled == Recorded(id=thing, version=2, position=2)


async def test_who_has_read_an_older_version_is_told_so(things: Things) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())
    await things.handle(thing, Label(label="b"), asked=asked())

    with pytest.raises(StaleVersion) as stale:
        await things.handle(thing, Label(label="c"), asked=asked(expected_version=1))

    assert stale.value.version == 2
    assert [(each.version, each.name) for each in stale.value.changed] == [
        (2, "thing_labelled")
    ]
    recorded = await things.handle(thing, Label(label="c"), asked=asked(expected_version=2))
    assert recorded.version == 3


async def test_of_those_who_read_one_version_only_one_may_change_it(things: Things) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())

    outcomes = await asyncio.gather(
        *(
            things.handle(thing, Label(label=f"{n}"), asked=asked(expected_version=1))
            for n in range(10)
        ),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes].count(Recorded) == 1
    stale = [outcome for outcome in outcomes if isinstance(outcome, StaleVersion)]
    assert len(stale) == 9
    assert {each.version for each in stale} == {2}
    assert {(each.version, each.name) for one in stale for each in one.changed} == {
        (2, "thing_labelled")
    }


async def test_many_changes_at_once_are_each_recorded_once_or_asked_for_again(
    things: Things, database: Database
) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())

    outcomes = await asyncio.gather(
        *(things.handle(thing, Label(label=f"{n}"), asked=asked()) for n in range(20)),
        return_exceptions=True,
    )

    recorded = [outcome for outcome in outcomes if isinstance(outcome, Recorded)]
    moved = [outcome for outcome in outcomes if isinstance(outcome, StreamMoved)]
    assert len(recorded) + len(moved) == 20
    assert sorted(outcome.version for outcome in recorded) == list(range(2, len(recorded) + 2))
    assert (await things.read(thing, actor=an_actor()))[1] == len(recorded) + 1
    assert await verify(database.url("relay")) == []


async def test_another_organisations_thing_is_no_such_thing_to_read_or_to_change(
    things: Things,
) -> None:
    thing = new_id()
    await things.create(thing, BERYL, asked=asked())

    with pytest.raises(NoSuchThing):
        await things.read(thing, actor=an_actor(SOUTH))
    with pytest.raises(NoSuchThing):
        await things.handle(thing, Label(label="b"), asked=asked(organisation=SOUTH))
    with pytest.raises(NoSuchThing):
        await things.create(thing, BERYL, asked=asked(organisation=SOUTH))
    with pytest.raises(NoSuchThing):
        await things.read(new_id(), actor=an_actor())


async def test_a_thing_of_another_programme_is_no_such_thing(things: Things) -> None:
    thing = new_id()
    make = MakeThing(owner=new_id(), label="lamp", programme="northfield")
    await things.create(thing, make, asked=asked(programme="northfield"))

    for programme in ("southfield", None):
        with pytest.raises(NoSuchThing):
            await things.read(thing, actor=an_actor(programme=programme))
        with pytest.raises(NoSuchThing):
            await things.handle(thing, Label(label="b"), asked=asked(programme=programme))
    state, _ = await things.read(thing, actor=an_actor(programme="northfield"))
    assert state.label == "lamp"


async def test_a_unique_value_is_refused_with_its_holder_until_it_is_released(
    things: Things,
) -> None:
    first, second = new_id(), new_id()
    await things.create(
        first, MakeThing(owner=new_id(), label="only one"), asked=asked("first")
    )
    await things.create(second, MakeThing(owner=new_id(), label="other"), asked=asked())

    with pytest.raises(Taken) as refused:
        await things.handle(second, Label(label="only one"), asked=asked("want"))
    await things.handle(first, Label(label="another"), asked=asked())
    taken = await things.handle(second, Label(label="only one"), asked=asked("want"))

    assert (refused.value.kind, refused.value.holder) == ("label", first)
    assert (taken.version, taken.repeated) == (2, False)


async def test_a_command_takes_one_load_and_one_write(
    database: Database, sealing: Sealing
) -> None:
    """The promise is one round trip each; a pool that resets connections would break it."""
    statements: list[str] = []

    async def watch(connection: asyncpg.Connection) -> None:
        connection.add_query_logger(lambda query: statements.append(query.query))

    async def statements_of(work: Awaitable[object]) -> int:
        statements.clear()
        await work
        return len(statements)

    async with (
        await open_pool(database.url("writer"), at_most=1, init=watch) as writer,
        await open_pool(database.url("reader"), at_most=1, init=watch) as reader,
    ):
        things: Things = Handler(THING, EventStore(writer, reader, "things"), sealing)
        # A connection's first statement also asks for the types that it deals in.
        await things.create(new_id(), BERYL, asked=asked())
        await things.read(await a_thing(things), actor=an_actor())
        thing = new_id()

        made = await statements_of(things.create(thing, BERYL, asked=asked("make")))
        made_again = await statements_of(things.create(thing, BERYL, asked=asked("make")))
        label = Label(label="only one")
        changed = await statements_of(things.handle(thing, label, asked=asked("label")))
        changed_again = await statements_of(things.handle(thing, label, asked=asked("label")))
        read = await statements_of(things.read(thing, actor=an_actor()))

    assert (made, made_again) == (1, 1)
    assert (changed, changed_again) == (2, 1)
    assert read == 1


async def a_thing(things: Things) -> UUID:
    return (await things.create(new_id(), BERYL, asked=asked())).id
