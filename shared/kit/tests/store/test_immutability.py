"""What is recorded is never changed, not even by the owner of the tables."""

import asyncpg
import pytest

from ht_kit.event_store import EventStore
from ht_kit.ids import new_id

from .conftest import Database
from .things import a_request, an_append

pytestmark = pytest.mark.engines

CHANGES = [
    "UPDATE events SET organisation = 'x'",
    "UPDATE events SET body = body WHERE false",
    "DELETE FROM events",
    "TRUNCATE events",
    "TRUNCATE events, streams, head CASCADE",
    "DELETE FROM head",
    "TRUNCATE head",
    "TRUNCATE streams",
]


@pytest.mark.parametrize("replica", [False, True])
async def test_the_owner_is_refused(
    store: EventStore, database: Database, *, replica: bool
) -> None:
    await store.write(a_request(an_append(new_id())))

    async with database.connected("admin") as connection:
        if replica:  # as an import tool would, to run without triggers
            await connection.execute("SET session_replication_role = replica")
        await connection.execute("SET ROLE things_owner")
        for change in CHANGES:
            with pytest.raises(asyncpg.RestrictViolationError, match="never changed"):
                await connection.execute(change)


@pytest.mark.parametrize("kind", ["writer", "reader", "relay", "worker"])
async def test_the_services_roles_may_not_even_try(database: Database, kind: str) -> None:
    async with database.connected(kind) as connection:
        for change in CHANGES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(change)
