"""One call writes: every request of it whole or not at all, each with its own outcome."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from ht_kit.coalescing import Overloaded
from ht_kit.event_store import EventStore, Held, Moved, Request, Seen, Written
from ht_kit.ids import new_id

from .conftest import Database, a_store
from .things import NORTH, SOUTH, a_hold, a_request, an_append

pytestmark = pytest.mark.engines


async def count(database: Database, table: str) -> int:
    async with database.connected("admin") as connection:
        found: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
        return found


async def test_positions_have_no_gap_and_time_follows_position(
    store: EventStore, database: Database
) -> None:
    first, second = new_id(), new_id()

    assert await store.write(a_request(an_append(first, count=2))) == Written(2)
    assert await store.write(a_request(an_append(first, 7))) == Moved()
    assert await store.write(a_request(an_append(second))) == Written(3)
    assert await store.write(a_request(an_append(first, 2, count=3))) == Written(6)

    async with database.connected("relay") as relay:
        rows = await relay.fetch("SELECT position, recorded_at FROM events ORDER BY position")
    assert [row["position"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["recorded_at"] for row in rows] == sorted(row["recorded_at"] for row in rows)


async def test_time_never_runs_backwards_even_when_the_servers_clock_does(
    store: EventStore, database: Database
) -> None:
    async with database.connected("admin") as connection:
        await connection.execute("UPDATE head SET recorded_at = '2099-01-01T00:00:00Z'")

    await store.write(a_request(an_append(new_id())))

    async with database.connected("relay") as relay:
        recorded = await relay.fetchval("SELECT recorded_at FROM events")
    assert recorded.year == 2099


async def test_a_request_that_touches_several_streams_is_written_whole_or_not_at_all(
    store: EventStore, database: Database
) -> None:
    known, new, another = new_id(), new_id(), new_id()
    await store.write(a_request(an_append(known)))

    both = await store.write(a_request(an_append(known, 1), an_append(new)))
    neither = await store.write(a_request(an_append(another), an_append(known, 1)))

    assert (both, neither) == (Written(3), Moved())
    assert await count(database, "events") == 3
    assert await count(database, "streams") == 2


async def test_a_key_that_was_used_is_answered_and_nothing_is_written(
    store: EventStore, database: Database
) -> None:
    stream, part = new_id(), new_id()
    request = a_request(an_append(stream, count=2), key="once", ids={"part": part})
    await store.write(request)

    outcome = await store.write(request)

    assert isinstance(outcome, Seen)
    assert (outcome.answer.stream_id, outcome.answer.version) == (stream, 2)
    assert (outcome.answer.position, outcome.answer.ids) == (2, {"part": part})
    assert await count(database, "events") == 2


async def test_the_answer_of_a_key_speaks_of_the_last_event_of_several_streams(
    store: EventStore,
) -> None:
    request = a_request(an_append(new_id()), an_append(new_id(), count=2), key="once")

    written, seen = await store.write(request), await store.write(request)

    assert written == Written(3)
    assert isinstance(seen, Seen)
    assert seen.answer.position == 3


async def test_a_key_belongs_to_one_actor_of_one_organisation(store: EventStore) -> None:
    north = a_request(an_append(new_id()), key="once")
    south = a_request(an_append(new_id(), organisation=SOUTH), key="once", organisation=SOUTH)

    assert await store.write(north) == Written(1)
    assert await store.write(south) == Written(2)


async def test_a_loser_leaves_no_key_no_stream_no_reservation_and_no_row(
    store: EventStore, database: Database
) -> None:
    known, new = new_id(), new_id()
    await store.write(a_request(an_append(known)))
    losing = a_request(
        an_append(new),
        an_append(known, 5),
        key="again",
        holds=[a_hold(new, "only one")],
        rows=[("shelf", {"thing": new, "label": "lost"})],
    )

    assert await store.write(losing) == Moved()

    assert await count(database, "streams") == 1
    assert await count(database, "reservations") == 0
    assert await count(database, "shelf") == 0
    assert await store.write(a_request(an_append(new), key="again")) == Written(2)


async def test_of_one_call_the_winners_are_written_and_each_loser_hears_why(
    database: Database,
) -> None:
    """All of these share a call: the first keeps the only writer busy while they gather."""
    known, holder, new = new_id(), new_id(), new_id()
    async with a_store(database, writers=1) as store:
        await store.write(a_request(an_append(known), key="used"))
        await store.write(a_request(an_append(holder), holds=[a_hold(holder, "only one")]))
        requests = [
            a_request(an_append(new_id())),
            a_request(an_append(new_id())),
            a_request(an_append(new_id())),
            a_request(an_append(known, 1)),
            a_request(an_append(new_id(), 4)),
            a_request(an_append(new_id()), key="used"),
            a_request(an_append(new), holds=[a_hold(new, "only one")]),
            a_request(an_append(new_id(), count=2)),
        ]

        outcomes = await asyncio.gather(*map(store.write, requests))

    assert [type(outcome) for outcome in outcomes] == [
        Written,
        Written,
        Written,
        Written,
        Moved,
        Seen,
        Held,
        Written,
    ]
    assert outcomes[6] == Held("label", holder)
    assert await count(database, "events") == 8


async def test_what_decided_nothing_still_keeps_its_key(
    store: EventStore, database: Database
) -> None:
    stream = new_id()
    await store.write(a_request(an_append(stream, count=2)))
    nothing = a_request(an_append(stream, 2, count=0), key="nothing")

    first, again = await store.write(nothing), await store.write(nothing)

    assert first == Written(0)
    assert isinstance(again, Seen)
    assert (again.answer.version, again.answer.position) == (2, 2)
    assert await count(database, "events") == 2


async def test_a_fault_of_one_request_is_its_own_alone(database: Database) -> None:
    stream = new_id()
    async with a_store(database, writers=1) as store:
        requests: list[Request] = [
            a_request(an_append(new_id())),
            a_request(an_append(new_id())),
            a_request(an_append(stream), rows=[("not_for_commands", {"thing": stream})]),
            a_request(an_append(new_id())),
            a_request(an_append(stream), rows=[("shelf", {"thing": stream, "label": None})]),
            a_request(an_append(new_id())),
        ]

        outcomes = await asyncio.gather(*map(store.write, requests), return_exceptions=True)

    assert isinstance(outcomes[2], asyncpg.InsufficientPrivilegeError)
    assert isinstance(outcomes[4], asyncpg.NotNullViolationError)
    assert [type(outcome) for outcome in outcomes].count(Written) == 4
    assert await count(database, "events") == 4


async def test_a_row_is_written_whole_into_its_own_organisation(
    store: EventStore, database: Database
) -> None:
    stream = new_id()
    await store.write(
        a_request(
            an_append(stream),
            rows=[("shelf", {"thing": stream, "label": "first", "programme": "p"})],
        )
    )
    await store.write(
        a_request(an_append(stream, 1), rows=[("shelf", {"thing": stream, "label": "second"})])
    )

    async with database.connected("admin") as connection:
        (row,) = await connection.fetch("SELECT organisation, label, programme FROM shelf")
    assert tuple(row) == (NORTH, "second", None)


@pytest.mark.parametrize("values", [{"organisation": SOUTH}, {}])
async def test_a_row_of_another_organisation_cannot_be_written(
    store: EventStore, values: dict[str, str]
) -> None:
    theirs = new_id()
    row = {"thing": theirs, "label": "theirs"}
    await store.write(
        a_request(
            an_append(theirs, organisation=SOUTH), organisation=SOUTH, rows=[("shelf", row)]
        )
    )

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="another organisation"):
        await store.write(a_request(an_append(new_id()), rows=[("shelf", {**row, **values})]))


async def test_a_value_that_is_held_refuses_and_names_its_holder(store: EventStore) -> None:
    first, second = new_id(), new_id()
    await store.write(a_request(an_append(first), holds=[a_hold(first, "only one")]))

    refused = await store.write(
        a_request(an_append(second), holds=[a_hold(second, "only one")])
    )
    elsewhere = await store.write(
        a_request(
            an_append(second, organisation=SOUTH),
            organisation=SOUTH,
            holds=[a_hold(second, "only one")],
        )
    )

    assert refused == Held("label", first)
    assert elsewhere == Written(2)


async def test_a_value_can_be_held_across_organisations(store: EventStore) -> None:
    first, second = new_id(), new_id()
    await store.write(
        a_request(an_append(first), holds=[a_hold(first, "one", everywhere=True)])
    )

    refused = await store.write(
        a_request(
            an_append(second, organisation=SOUTH),
            organisation=SOUTH,
            holds=[a_hold(second, "one", everywhere=True)],
        )
    )

    assert refused == Held("label", first)


async def test_a_value_that_is_released_can_be_held_by_another(store: EventStore) -> None:
    first, second = new_id(), new_id()
    await store.write(a_request(an_append(first), holds=[a_hold(first, "only one")]))

    await store.write(
        a_request(
            an_append(first, 1),
            holds=[a_hold(first, "only one", taken=False), a_hold(first, "only two")],
        )
    )

    for value, expected in (("only one", Written(3)), ("only two", Held("label", first))):
        stream = second if value == "only one" else new_id()
        outcome = await store.write(a_request(an_append(stream), holds=[a_hold(stream, value)]))
        assert outcome == expected


async def test_of_many_who_want_one_value_at_once_one_gets_it(store: EventStore) -> None:
    streams = [new_id() for _ in range(30)]

    outcomes = await asyncio.gather(
        *(
            store.write(a_request(an_append(stream), holds=[a_hold(stream, "only one")]))
            for stream in streams
        )
    )

    assert [type(outcome) for outcome in outcomes].count(Written) == 1
    assert [type(outcome) for outcome in outcomes].count(Held) == 29


async def test_of_many_with_one_key_at_once_one_is_written_and_all_are_answered_alike(
    database: Database,
) -> None:
    """Two stores, as two processes would have."""
    streams = [new_id() for _ in range(40)]
    async with a_store(database) as one, a_store(database) as other:
        outcomes = await asyncio.gather(
            *(
                store.write(a_request(an_append(stream), key="once"))
                for store, stream in zip([one, other] * 20, streams, strict=True)
            )
        )

    (written,) = (
        stream
        for stream, outcome in zip(streams, outcomes, strict=True)
        if isinstance(outcome, Written)
    )
    answers: set[UUID] = {
        outcome.answer.stream_id for outcome in outcomes if isinstance(outcome, Seen)
    }
    assert answers == {written}
    assert await count(database, "events") == 1


async def test_more_than_can_wait_is_refused_at_once(database: Database) -> None:
    async with a_store(database, writers=1, waiting=5) as store:
        outcomes = await asyncio.gather(
            *(store.write(a_request(an_append(new_id()))) for _ in range(20)),
            return_exceptions=True,
        )

    assert [type(outcome) for outcome in outcomes].count(Overloaded) == 15
    assert await count(database, "events") == 5
