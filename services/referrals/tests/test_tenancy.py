"""The database itself shows an organisation's rows to that organisation alone."""

from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from ht_contracts.intake import DeathRecorded

from .conftest import Referrals
from .world import CASE, CHARITY, CLIENT, MONDAY, TUESDAY, a_closing, a_consent

pytestmark = pytest.mark.engines

TABLES = (
    "events",
    "directory",
    "signposts",
    "onward_referrals",
    "known_cases",
    "known_consents",
    "known_closings",
    "known_deaths",
)


@pytest.fixture
async def reader(referrals: Referrals) -> AsyncIterator[asyncpg.Connection]:
    """Connect as the reader, when there is something of the charity's in every table."""
    await referrals.hears(a_consent(UUID(int=5)), a_closing(MONDAY))
    await referrals.a_draft(await referrals.a_place())
    body = {"case": str(CASE), "destination": "advice"}
    body |= {"signposted_at": TUESDAY.isoformat()}
    await referrals.post("/signposts", body, by="tess")
    await referrals.hears(DeathRecorded(client=CLIENT, recorded_at=MONDAY))
    connection = await asyncpg.connect(referrals.database.url("reader"))
    yield connection
    await connection.close()


async def seen(reader: asyncpg.Connection) -> set[str]:
    return {table for table in TABLES if await reader.fetchval(f"SELECT count(*) FROM {table}")}


async def test_without_an_organisation_nothing_is_seen(reader: asyncpg.Connection) -> None:
    assert await seen(reader) == set()


async def test_another_organisation_sees_nothing(reader: asyncpg.Connection) -> None:
    await reader.execute("SET ht.organisations = 'eastside-council'")

    assert await seen(reader) == set()


async def test_the_organisation_itself_sees_its_own(reader: asyncpg.Connection) -> None:
    await reader.execute(f"SET ht.organisations = '{CHARITY}'")

    assert await seen(reader) == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
async def test_the_reader_changes_nothing(reader: asyncpg.Connection, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await reader.execute(f"DELETE FROM {table}")
