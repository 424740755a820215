"""The engines: what was acknowledged is there after the power went."""

import urllib.request

import asyncpg
import nats
import pytest

from ht_local.engines.nats import Nats
from ht_local.engines.postgres import Postgres
from ht_local.pytest_engines import NatsServer, PostgresServer

pytestmark = pytest.mark.engines


async def test_every_test_has_a_database_of_its_own(postgres: PostgresServer) -> None:
    first = await asyncpg.connect(await postgres.empty_database())
    second = await asyncpg.connect(await postgres.empty_database())
    try:
        await first.execute("CREATE TABLE thing ()")
        await second.execute("CREATE TABLE thing ()")
        assert await first.fetchval("SHOW fsync") == "on"
        assert await first.fetchval("SHOW data_checksums") == "on"
        assert await first.fetchval("SHOW max_connections") == "200"
    finally:
        await first.close()
        await second.close()


async def test_nobody_enters_the_database_without_the_password(
    postgres: PostgresServer,
) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.engine.url("ht_superuser", "guessed", "postgres"))


async def test_every_test_has_streams_of_its_own(nats_server: NatsServer) -> None:
    for _ in range(2):
        connection = await nats.connect(nats_server.account())
        jetstream = connection.jetstream()
        assert await jetstream.streams_info() == []
        await jetstream.add_stream(name="EVT_INTAKE", subjects=["evt.intake.>"])
        await connection.close()


@pytest.mark.parametrize("service", ["intake", "plans", "referrals", "reporting"])
async def test_a_service_has_its_tables_its_roles_and_its_keys(
    postgres: PostgresServer, service: str
) -> None:
    database = await postgres.database_for(service)
    reader = await asyncpg.connect(database.url("reader"))
    keys = await asyncpg.connect(database.keys_url)
    try:
        assert await reader.fetchval("SELECT current_user") == f"{service}_reader"
        assert await reader.fetchval("SELECT count(*) FROM consumer_position") == 0
        assert (
            await keys.fetchval(
                "SELECT count(*) FILTER (WHERE service <> $1) FROM data_keys", service
            )
            == 0
        )
    finally:
        await reader.close()
        await keys.close()


def test_nats_writes_to_disk_before_it_acknowledges(nats_server: NatsServer) -> None:
    with urllib.request.urlopen(f"{nats_server.monitoring_url}/varz") as answer:
        assert b'"sync_always": true' in answer.read()


async def test_postgres_killed_and_started_again_still_knows(own_postgres: Postgres) -> None:
    connection = await asyncpg.connect(own_postgres.admin_url())
    await connection.execute("CREATE TABLE fact AS SELECT 1 AS known")
    own_postgres.kill9()
    connection.terminate()

    own_postgres.start()

    again = await asyncpg.connect(own_postgres.admin_url())
    assert await again.fetchval("SELECT known FROM fact") == 1
    await again.close()


async def test_nats_wiped_and_started_again_is_empty(own_nats: Nats) -> None:
    connection = await nats.connect(own_nats.url("core"))
    await connection.jetstream().add_stream(name="EVT_PLANS", subjects=["evt.plans.>"])
    await connection.close()

    own_nats.kill9()
    own_nats.delete_data()
    own_nats.start()

    connection = await nats.connect(own_nats.url("core"))
    assert await connection.jetstream().streams_info() == []
    await connection.close()
