"""Due work: what a day brings is asked for once, by whichever copy gets to it first.

What is due is a read model, written with the events. A copy first takes a lease and commits
it, and only then asks: a claim held open during the command would block the command's own
write to the same row. The command's key names the kind, the aggregate and the day, so that
two copies and a restart do it once. Work that fails stays due: when its lease has run out it
is tried again, after all that was never tried or waits for longer, so that work which is
refused for ever holds up nothing. A log line and `ht_due_failures_total` name it. Of several
kinds of work, that which the service names first goes first.

Whether a day has come, the copy's own clock says; who holds a lease, the database's. The
clock is read once a round, and the command is asked for at that instant: were it read twice
and put back in between, the rules would find the day still to come, nothing would be
recorded, and the work would count as done.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import structlog
from prometheus_client import Counter

from ht_kit.asked import Asked
from ht_kit.because import system_actor
from ht_kit.clock import london_day, now
from ht_kit.ids import new_id
from ht_kit.passing import DATABASE_FAULTS
from ht_kit.stopping import stop_if_cancelled

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
_DONE = Counter("ht_due_done_total", "Due work that was done.", ["kind"])
_FAILURES = Counter("ht_due_failures_total", "Due work that failed and stays due.", ["kind"])

_LEASE = """
WITH claimed AS (
    SELECT kind, aggregate, due_on FROM due
    WHERE kind = ANY($1::text[]) AND due_on <= $2 AND done_at IS NULL
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
    ORDER BY leased_until NULLS FIRST, array_position($1::text[], kind), due_on, aggregate
    LIMIT $4
    FOR UPDATE SKIP LOCKED
)
UPDATE due SET leased_until = clock_timestamp() + make_interval(secs => $3)
FROM claimed
WHERE due.kind = claimed.kind AND due.aggregate = claimed.aggregate
  AND due.due_on = claimed.due_on
RETURNING due.kind, due.aggregate, due.due_on, due.organisation, due.programme, due.payload
"""

_FINISH = """
UPDATE due SET done_at = clock_timestamp()
WHERE kind = $1 AND aggregate = $2 AND due_on = $3 AND done_at IS NULL
"""

_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """Something that a day brings."""

    kind: str
    aggregate: UUID
    due_on: date
    organisation: str
    programme: str | None
    payload: dict[str, Any]

    @property
    def key(self) -> str:
        """Give the idempotency key of the command: the same for every attempt."""
        return f"due:{self.kind}:{self.aggregate}:{self.due_on.isoformat()}"


@dataclass(frozen=True, slots=True)
class DueWork:
    """What is asked for when something of this kind falls due.

    `run` issues one command, with the circumstances that it is given.
    """

    kind: str
    run: Callable[[DueItem, Asked], Awaitable[None]]


class DueRunner:
    """Does what falls due in one service. Any number of copies may run."""

    def __init__(
        self,
        service: str,
        work: Iterable[DueWork],
        *,
        poll: float = 5.0,
        lease: float = 60.0,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._service = service
        self._work = {each.kind: each for each in work}
        self._poll, self._lease, self._clock = poll, lease, clock

    async def run(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        """Work until cancelled."""
        while True:
            try:
                while await self.run_once(pool):
                    stop_if_cancelled()
            except DATABASE_FAULTS as error:
                _LOG.warning(
                    "due_work_interrupted", service=self._service, error=type(error).__name__
                )
            stop_if_cancelled()
            await asyncio.sleep(self._poll)

    async def run_once(self, pool: "asyncpg.Pool[asyncpg.Record]") -> int:
        """Do what is due now, a handful at a time, and say how many were taken on."""
        at = self._clock()
        rows = await pool.fetch(
            _LEASE, list(self._work), london_day(at), float(self._lease), _AT_ONCE
        )
        for row in rows:
            payload = row["payload"]
            item = DueItem(
                kind=row["kind"],
                aggregate=row["aggregate"],
                due_on=row["due_on"],
                organisation=row["organisation"],
                programme=row["programme"],
                payload=orjson.loads(payload) if isinstance(payload, str) else payload or {},
            )
            await self._do(pool, item, at)
        return len(rows)

    async def _do(
        self, pool: "asyncpg.Pool[asyncpg.Record]", item: DueItem, at: datetime
    ) -> None:
        try:
            asked = asked_because_due(item, self._service, at)
            await self._work[item.kind].run(item, asked)
        except Exception as error:  # noqa: BLE001 - it stays due, and is named
            _FAILURES.labels(item.kind).inc()
            _LOG.error(
                "due_work_failed",
                service=self._service,
                kind=item.kind,
                aggregate=str(item.aggregate),
                due_on=item.due_on.isoformat(),
                error=type(error).__name__,
            )
            return
        await self._finish(pool, item)
        _DONE.labels(item.kind).inc()

    async def _finish(self, pool: "asyncpg.Pool[asyncpg.Record]", item: DueItem) -> None:
        await pool.execute(_FINISH, item.kind, item.aggregate, item.due_on)


def asked_because_due(item: DueItem, service: str, at: datetime) -> Asked:
    """Give the circumstances of a command that the calendar asks for."""
    return Asked(
        actor=system_actor(service, item.organisation, item.programme),
        key=item.key,
        fingerprint=hashlib.sha256(item.key.encode()).hexdigest(),
        at=at,
        new_id=new_id(),
        correlation_id=new_id(),
    )
