"""The write ceiling: 64 callers opening diaries, beside `pgbench -c 8` inserting plain rows.

An opened diary is decided, sealed, keyed, chained and shown in a read model; its client is
known, so that the data key is there. A row of pgbench's is as long, in a table with the same
three indexes, by a prepared statement, with nothing besides.
"""

import asyncio
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

import asyncpg
from tests.bench.bed import Bed, asked, diaries
from tests.bench.diary import Diaries, OpenDiary
from tests.bench.measuring import Comparison, in_turn

from ht_kit.ids import new_id

CALLERS = 64
CLIENTS = 200
_TABLE = """
CREATE TABLE plain_events (
    position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid NOT NULL UNIQUE,
    stream_id   uuid NOT NULL,
    version     integer NOT NULL,
    type        text NOT NULL,
    body        bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (stream_id, version)
)
"""
_INSERT = """
INSERT INTO plain_events (event_id, stream_id, version, type, body, recorded_at)
VALUES (gen_random_uuid(), gen_random_uuid(), 1, 'diary_opened',
        convert_to(repeat('x', {length}), 'UTF8'), clock_timestamp());
"""
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


async def measure_ceiling(bed: Bed, folder: Path, *, rounds: int, seconds: float) -> Comparison:
    """Compare the two."""
    database = await bed.diaries_database()
    plain = await bed.postgres.empty_database()
    async with diaries(database) as handler:
        clients = [new_id() for _ in range(CLIENTS)]
        await _open_until(handler, clients, time.perf_counter() + min(seconds, 1.0))
        script = folder / "insert.sql"
        script.write_text(_INSERT.format(length=await _length(database.admin_url)))
        connection = await asyncpg.connect(plain)
        await connection.execute(_TABLE)
        await connection.close()

        async def subject() -> float:
            start = time.perf_counter()
            opened = await _open_until(handler, clients, start + seconds)
            return opened / (time.perf_counter() - start)

        async def yardstick() -> float:
            return await _pgbench(bed, plain, script, seconds)

        return await in_turn(rounds, subject=subject, yardstick=yardstick)


async def _length(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT avg(length(body)) FROM events"))
    finally:
        await connection.close()


async def _open_until(handler: Diaries, clients: Sequence[UUID], end: float) -> int:
    async def call(caller: int) -> int:
        opened = 0
        while time.perf_counter() < end:
            client = clients[(caller + opened) % len(clients)]
            await handler.create(
                new_id(), OpenDiary(client=client, name="Rose Example"), asked=asked()
            )
            opened += 1
        return opened

    return sum(await asyncio.gather(*(call(caller) for caller in range(CALLERS))))


async def _pgbench(bed: Bed, url: str, script: Path, seconds: float) -> float:
    parts = urlsplit(url)
    ran = await asyncio.create_subprocess_exec(
        bed.postgres.engine._binary("pgbench"),
        *("--client=8", "--jobs=2", "--no-vacuum", "--protocol=prepared"),
        *(f"--time={max(1, round(seconds))}", f"--file={script}"),
        *(f"--host={parts.hostname}", f"--port={parts.port}"),
        *(f"--username={unquote(str(parts.username))}", parts.path.lstrip("/")),
        env={**os.environ, "PGPASSWORD": unquote(str(parts.password))},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told = (await ran.communicate())[0].decode()
    rate = _RATE.search(told)
    if ran.returncode != 0 or rate is None:
        raise RuntimeError(f"pgbench failed:\n{told}")
    return float(rate.group(1))
