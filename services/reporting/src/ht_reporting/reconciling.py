"""The ledger as a keeper of each service's events, to be held against stream and store."""

from collections.abc import Mapping, Sequence
from datetime import date

from ht_kit.leadership import Connection
from ht_kit.reconciliation import Holding

_HOLDING = """
SELECT coalesce(min(service_position), 1) AS first,
       coalesce((SELECT (services ->> $1)::bigint FROM ledger_head), 0) AS last,
       CASE WHEN $2 THEN count(*) END AS count
  FROM ledger WHERE service = $1 AND ($2 OR service_position = 1)
"""
_GAPS = """
SELECT p AS position FROM generate_series($2::bigint, $3::bigint) p
 WHERE NOT EXISTS (SELECT FROM ledger WHERE service = $1 AND service_position = p)
 ORDER BY p LIMIT 20
"""
_DAYS = """
SELECT (recorded_at AT TIME ZONE 'UTC')::date AS day, count(*) AS events FROM ledger
 WHERE service = $1 AND service_position <= $2 GROUP BY 1
"""


class Ledger:
    """What the ledger has of one service's events."""

    name = "ledger"

    def __init__(self, connection: Connection, service: str) -> None:
        self._connection, self._service = connection, service

    async def holding(self, *, counted: bool) -> Holding:
        """Say what there is; the head says how far."""
        row = await self._connection.fetchrow(_HOLDING, self._service, counted)
        assert row is not None  # noqa: S101 - an aggregate always gives a row
        return Holding(first=row["first"], last=row["last"], count=row["count"])

    async def hash_at(self, position: int) -> str | None:
        """Give the hash that came with an event."""
        found = await self._connection.fetchval(
            "SELECT hash FROM ledger WHERE service = $1 AND service_position = $2",
            self._service,
            position,
        )
        return None if found is None else found.hex()

    async def gaps(self, holding: Holding) -> Sequence[int]:
        """Give the first positions that are not there."""
        rows = await self._connection.fetch(_GAPS, self._service, holding.first, holding.last)
        return [row["position"] for row in rows]

    async def days(self, until: int) -> Mapping[date, int] | None:
        """Count by the day of recording."""
        rows = await self._connection.fetch(_DAYS, self._service, until)
        return {row["day"]: row["events"] for row in rows}
