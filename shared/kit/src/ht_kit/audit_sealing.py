"""Traces of looks sealed into a chain, and the chain read again.

A look is sealed within about a second. What is done to a sealed one shows; before, a superuser
could still take it away unseen. A tail that is cut off together with the head shows against a
seal that somebody else remembers: each is logged with its hash.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

import asyncpg
import orjson
import structlog

from ht_kit.leadership import Connection, leading
from ht_kit.stopping import stop_if_cancelled

_ORIGIN: Final = bytes(32)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SEAL: Final = "SELECT seal_looks()"
_HEAD: Final = "SELECT seal, hash FROM look_head"
_SEALS: Final = "SELECT seal, numbers, sealed_at, hash FROM look_seals ORDER BY seal"
_LOOKS: Final = """
SELECT number, look_id, looked_at, organisation, actor, body, recorded_at,
       ARRAY(SELECT a.client::text FROM looks_at a WHERE a.number = l.number ORDER BY 1)
           AS clients
FROM looks l WHERE number = ANY ($1) ORDER BY number
"""
_LOOSE: Final = """
SELECT number FROM looks
WHERE number NOT IN (SELECT unnest(numbers) FROM look_seals UNION SELECT * FROM looks_unsealed)
"""
_log = structlog.get_logger("ht.audit")


class LookSealer:
    """Seals what was looked at, once a second; one copy of a service at a time."""

    def __init__(self, service: str, *, every: float = 1.0) -> None:
        self._work, self._every = f"{service} looks", every

    async def run(self, worker_url: str) -> None:
        """Work until cancelled."""
        while True:
            stop_if_cancelled()
            try:
                async with leading(worker_url, self._work) as connection:
                    await self._seal(connection)
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                _log.warning("looks_not_sealed", error=type(error).__name__)
                await asyncio.sleep(self._every)

    async def _seal(self, connection: Connection) -> None:
        while True:
            stop_if_cancelled()
            sealed = await connection.fetchval(_SEAL)
            if sealed:
                head = await connection.fetchrow(_HEAD)
                assert head is not None  # noqa: S101 - the head is never removed
                _log.info(
                    "looks_sealed", seal=head["seal"], looks=sealed, hash=head["hash"].hex()
                )
            await asyncio.sleep(self._every)


async def look_faults(
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> AsyncIterator[str]:
    """Compute the chain of seals anew, and name every difference."""
    seal, hash_ = 0, _ORIGIN
    async for row in connection.cursor(_SEALS, prefetch=100):
        if row["seal"] != seal + 1:
            yield f"looks: seals {seal + 1} to {row['seal'] - 1} are missing"
        rows = await connection.fetch(_LOOKS, row["numbers"])
        if [look["number"] for look in rows] != row["numbers"]:
            gone = set(row["numbers"]) - {look["number"] for look in rows}
            yield f"looks: {sorted(gone)} of seal {row['seal']} are missing"
        if row["hash"] != _chained(hash_, row, rows):
            yield f"looks: the hash of seal {row['seal']} does not follow from its looks"
        for look in rows:
            for what in _columns(look):
                yield f"looks: {look['number']} {what}"
        seal, hash_ = row["seal"], row["hash"]

    head = await connection.fetchrow(_HEAD)
    if head is None or (head["seal"], head["hash"]) != (seal, hash_):
        yield f"looks: the chain ends at seal {seal}, and its head says otherwise"
    for loose in await connection.fetch(_LOOSE):
        yield f"looks: {loose['number']} was put in, or its seal taken away"


def _chained(before: bytes, seal: asyncpg.Record, rows: list[asyncpg.Record]) -> bytes:
    return sha256(
        before
        + seal["seal"].to_bytes(8, "big")
        + _instant(seal["sealed_at"])
        + b"".join(
            row["number"].to_bytes(8, "big")
            + _instant(row["recorded_at"])
            + sha256(row["body"]).digest()
            for row in rows
        )
    ).digest()


def _instant(at: datetime) -> bytes:
    return ((at - _EPOCH) // timedelta(microseconds=1)).to_bytes(8, "big", signed=True)


def _columns(look: asyncpg.Record) -> Iterator[str]:
    try:
        said = orjson.loads(look["body"])
        told = {
            "look_id": UUID(said["look"]),
            "looked_at": datetime.fromisoformat(said["at"]),
            "organisation": said["organisation"],
            "actor": said["actor"],
            "clients": said["clients"],
        }
    except (ValueError, KeyError, TypeError):
        yield "cannot be read"
        return
    for column, value in told.items():
        if look[column] != value:
            yield f"says something else in column {column} than in its body"
