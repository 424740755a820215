"""As the services' own roles: what is not yours is not there."""

from uuid import UUID

import asyncpg
import pytest

from ht_kit.event_store import EventStore, Moved, Written
from ht_kit.ids import new_id

from .conftest import Database
from .things import NORTH, SOUTH, a_hold, a_request, an_append

pytestmark = pytest.mark.engines

TENANTED = ["streams", "events", "idempotency", "reservations", "shelf", "due"]


async def one_of_each(store: EventStore, organisation: str) -> UUID:
    stream = new_id()
    await store.write(
        a_request(
            an_append(stream, organisation=organisation),
            organisation=organisation,
            key="once",
            holds=[a_hold(stream, "only one")],
            rows=[
                ("shelf", {"thing": stream, "label": "lamp"}),
                ("due", {"kind": "dusting", "aggregate": stream, "due_on": "2026-02-01"}),
            ],
        )
    )
    return stream


@pytest.mark.parametrize("setting", [None, "", "nobody", "north", f"{NORTH}x"])
async def test_a_reader_that_names_no_organisation_of_its_own_sees_nothing(
    store: EventStore, database: Database, setting: str | None
) -> None:
    await one_of_each(store, NORTH)

    async with database.connected("reader") as reader, reader.transaction():
        if setting is not None:
            await reader.execute("SELECT set_config('ht.organisations', $1, true)", setting)
        for table in TENANTED:
            assert await reader.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_a_reader_sees_the_rows_of_the_organisations_that_it_names(
    store: EventStore, database: Database
) -> None:
    await one_of_each(store, NORTH)
    await one_of_each(store, SOUTH)

    async with database.connected("reader") as reader:
        for named, expected in ((NORTH, {NORTH}), (f"{SOUTH},{NORTH}", {NORTH, SOUTH})):
            async with reader.transaction():
                await reader.execute("SELECT set_config('ht.organisations', $1, true)", named)
                for table in TENANTED:
                    rows = await reader.fetch(f"SELECT organisation FROM {table}")
                    assert {row["organisation"] for row in rows} == expected, table


async def test_a_load_leaves_nothing_set_for_the_next_request(
    store: EventStore, database: Database
) -> None:
    stream = await one_of_each(store, NORTH)

    async with database.connected("reader") as reader:
        (loaded,) = await reader.fetch(
            "SELECT * FROM load(ARRAY[$1], ARRAY[$2::uuid], '{\"\"}', '{\"\"}')", NORTH, stream
        )
        after = await reader.fetchval("SELECT count(*) FROM events")

    assert (loaded["version"], after) == (1, 0)


async def test_a_foreign_stream_is_no_such_stream_for_reads_and_writes(
    store: EventStore,
) -> None:
    stream = await one_of_each(store, NORTH)

    seen = await store.load(stream, organisation=SOUTH, actor="a-worker", key="once")
    changed = await store.write(
        a_request(an_append(stream, 1, organisation=SOUTH), organisation=SOUTH)
    )
    made = await store.write(
        a_request(an_append(stream, organisation=SOUTH), organisation=SOUTH)
    )
    absent = await store.load(new_id(), organisation=SOUTH, actor="a-worker", key="once")

    assert (changed, made) == (Moved(), Moved())
    assert seen == absent
    assert (seen.version, seen.answer) == (0, None)


async def test_the_writer_may_call_write_and_nothing_else(
    store: EventStore, database: Database
) -> None:
    await one_of_each(store, NORTH)

    async with database.connected("writer") as writer:
        for table in [*TENANTED, "head", "writable", "relay", "consumer_position"]:
            for statement in (
                f"SELECT * FROM {table}",
                f"INSERT INTO {table} DEFAULT VALUES",
                f"DELETE FROM {table}",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await writer.execute(statement)
        for call in (
            "SELECT load('{x}', ARRAY[gen_random_uuid()], '{x}', '{x}')",
            "SELECT forget_keys()",
            "SELECT allow_rows('not_for_commands')",
            "SELECT write_rows('[]', 'shelf')",
            "SELECT renew_write_rows()",
            "CREATE TABLE mine ()",
            "CREATE FUNCTION sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await writer.execute(call)


@pytest.mark.parametrize("kind", ["reader", "relay", "worker"])
async def test_nobody_but_the_writer_may_write_events(database: Database, kind: str) -> None:
    async with database.connected(kind) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(
                "SELECT write('{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}',"
                "'{}','{}','{}','{}','{}','[]','[]')"
            )


async def test_a_table_of_ones_own_in_the_way_is_not_written_to(
    store: EventStore, database: Database
) -> None:
    """`write` runs with its owner's rights: what its caller puts in the way must not count."""
    async with database.connected("admin") as connection:
        await connection.execute(
            "GRANT TEMPORARY ON DATABASE " + _name(database) + " TO PUBLIC"
        )
    async with database.connected("writer") as writer:
        await writer.execute("CREATE TEMPORARY TABLE head (position bigint)")
        await writer.execute("SET search_path = pg_temp, public")
        found = await writer.fetch(
            "SELECT * FROM public.write('{o}','{a}','{k}','{f}',ARRAY['{}'::jsonb],'{}','{}',"
            "'{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','[]','[]')"
        )
        assert await writer.fetchval("SELECT count(*) FROM pg_temp.head") == 0

    assert found[0]["outcome"] == "written"
    assert await store.write(a_request(an_append(new_id()))) == Written(1)


async def test_the_relay_reads_every_event_and_the_worker_every_due_row(
    store: EventStore, database: Database
) -> None:
    await one_of_each(store, NORTH)
    await one_of_each(store, SOUTH)

    async with database.connected("relay") as relay, database.connected("worker") as worker:
        assert await relay.fetchval("SELECT count(*) FROM events") == 2
        assert await worker.fetchval("SELECT count(*) FROM due") == 2
        await worker.execute("UPDATE due SET leased_until = now(), done_at = now()")
        await worker.execute("INSERT INTO consumer_position VALUES ('a', 1)")
        for statement in (
            "SELECT * FROM events",
            "UPDATE due SET organisation = 'x'",
            "DELETE FROM shelf",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await worker.execute(statement)


async def test_what_the_worker_says_of_due_work_outlives_a_rewrite_of_the_row(
    store: EventStore, database: Database
) -> None:
    stream = await one_of_each(store, NORTH)
    async with database.connected("worker") as worker:
        await worker.execute(
            "UPDATE due SET leased_until = '2026-02-01', done_at = '2026-02-02'"
        )

    row = {"kind": "dusting", "aggregate": stream, "due_on": "2026-02-01", "programme": "p"}
    await store.write(a_request(an_append(stream, 1), rows=[("due", row)]))

    async with database.connected("worker") as worker:
        (due,) = await worker.fetch("SELECT * FROM due")
    assert due["programme"] == "p"
    assert (due["leased_until"].day, due["done_at"].day) == (1, 2)


async def test_every_role_gives_up_waiting(database: Database) -> None:
    for kind in ("writer", "reader", "relay", "worker"):
        async with database.connected(kind) as connection:
            settings = {
                name: await connection.fetchval(f"SHOW {name}")
                for name in (
                    "lock_timeout",
                    "idle_in_transaction_session_timeout",
                    "synchronous_commit",
                )
            }
            statement_timeout = await connection.fetchval("SHOW statement_timeout")
        assert settings == {
            "lock_timeout": "2s",
            "idle_in_transaction_session_timeout": "10s",
            "synchronous_commit": "on",
        }
        assert statement_timeout != "0"


def _name(database: Database) -> str:
    return database.admin_url.rsplit("/", 1)[-1]
