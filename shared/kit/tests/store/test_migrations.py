"""Numbered SQL is run once, in order, whoever runs it, and never changes afterwards."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from ht_kit.migrations import (
    CONSUMING,
    STORE,
    MigrationChanged,
    create_database,
    create_roles,
    migrate,
)
from ht_local.pytest_engines import PostgresServer

from .conftest import KINDS, PASSWORD, as_role

pytestmark = pytest.mark.engines


@pytest.fixture
async def empty(postgres: PostgresServer) -> str:
    """A service's own database in which nothing has been done."""
    await create_roles(postgres.admin_url(), "things", dict.fromkeys(KINDS, PASSWORD))
    url = await postgres.empty_database()
    connection = await asyncpg.connect(url)
    name = url.rsplit("/", 1)[-1]
    await connection.execute(f"ALTER DATABASE {name} OWNER TO things_owner")
    await connection.close()
    return url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_pre_shelf.sql").write_text("CREATE TABLE shelf (thing int);")
    (tmp_path / "0002_post_books.sql").write_text(
        "CREATE TABLE books (thing int); GRANT SELECT ON books TO @service@_reader;"
    )
    return tmp_path


async def test_a_migration_is_run_once(empty: str, folder: Path) -> None:
    folders = [STORE, CONSUMING, folder]

    first = await migrate(empty, service="things", folders=folders)
    again = await migrate(empty, service="things", folders=folders)

    assert [name.split("/")[-1] for name in first][-5:] == [
        "0001_pre_positions.sql",
        "0002_pre_parked.sql",
        "0003_pre_append_only.sql",
        "0001_pre_shelf.sql",
        "0002_post_books.sql",
    ]
    assert again == []


async def test_many_who_migrate_at_once_do_it_once(empty: str, folder: Path) -> None:
    folders = [STORE, CONSUMING, folder]

    runs = await asyncio.gather(
        *(migrate(empty, service="things", folders=folders) for _ in range(4))
    )

    assert sorted(len(run) for run in runs)[:3] == [0, 0, 0]


async def test_what_must_come_before_the_new_code_can_be_run_alone(
    empty: str, folder: Path
) -> None:
    before = await migrate(empty, service="things", folders=[folder], phase="pre")
    after = await migrate(empty, service="things", folders=[folder], phase="post")

    assert [name.split("/")[-1] for name in before] == ["0001_pre_shelf.sql"]
    assert [name.split("/")[-1] for name in after] == ["0002_post_books.sql"]


async def test_an_edited_migration_is_refused(empty: str, folder: Path) -> None:
    await migrate(empty, service="things", folders=[folder])
    (folder / "0001_pre_shelf.sql").write_text("CREATE TABLE shelf (thing bigint);")

    with pytest.raises(MigrationChanged, match="0001_pre_shelf"):
        await migrate(empty, service="things", folders=[folder])


async def test_a_migration_that_fails_leaves_nothing_behind(empty: str, folder: Path) -> None:
    (folder / "0003_pre_wrong.sql").write_text("CREATE TABLE half (x int); SELECT 1/0;")

    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(empty, service="things", folders=[folder])

    connection = await asyncpg.connect(empty)
    assert await connection.fetchval("SELECT to_regclass('half')") is None
    assert await connection.fetchval("SELECT to_regclass('shelf')") is not None
    await connection.close()


async def test_a_migration_needs_a_number_and_a_phase(empty: str, tmp_path: Path) -> None:
    (tmp_path / "shelf.sql").write_text("SELECT 1")

    with pytest.raises(ValueError, match=r"shelf\.sql is not named"):
        await migrate(empty, service="things", folders=[tmp_path])


async def test_a_new_column_of_a_read_model_is_written_after_its_migration(
    empty: str, tmp_path: Path
) -> None:
    (tmp_path / "0001_pre_shelf.sql").write_text(
        "CREATE TABLE shelf (thing uuid PRIMARY KEY); SELECT allow_rows('shelf');"
    )
    await migrate(empty, service="things", folders=[STORE, tmp_path])
    (tmp_path / "0002_pre_label.sql").write_text("ALTER TABLE shelf ADD label text")
    await migrate(empty, service="things", folders=[STORE, tmp_path])

    connection = await asyncpg.connect(empty)
    statement = await connection.fetchval(
        "SELECT prosrc FROM pg_proc WHERE proname = 'write_rows'"
    )
    await connection.close()
    assert "label = excluded.label" in statement


async def test_a_service_that_decides_nothing_has_no_store(empty: str) -> None:
    await migrate(empty, service="things", folders=[CONSUMING])

    connection = await asyncpg.connect(as_role(empty, "things_worker"))
    assert await connection.fetch("SELECT * FROM consumer_position") == []
    assert await connection.fetchval("SELECT to_regclass('events')") is None
    await connection.close()


async def test_roles_can_be_made_by_many_at_once_and_again(postgres: PostgresServer) -> None:
    admin = postgres.admin_url()

    await asyncio.gather(
        *(create_roles(admin, "twice", dict.fromkeys(KINDS, PASSWORD)) for _ in range(4))
    )
    await create_roles(admin, "twice", {"reader": "another"})
    await asyncio.gather(*(create_database(admin, "twice", "twice_db") for _ in range(4)))

    writer = await asyncpg.connect(as_role(postgres.admin_url("twice_db"), "twice_writer"))
    await writer.close()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(as_role(postgres.admin_url("twice_db"), "twice_reader"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(as_role(postgres.admin_url("twice_db"), "things_reader"))
