"""Commands over HTTP, 100 a second offered, with everything running on the same cores.

Every second command records a session of one of many cases (plans: load, decrypt, decide,
seal, write); the others receive a referral (intake: a new one). Latency counts from the
moment at which a request was due, whether or not it could be sent then.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from tests.bench.measuring import Spread, percentile, set_aside_what_is_there
from tests.bench.offering import offer
from tests.bench.stack import NOTE, OPENED, cases_of, open_cases, session_started

from ht_kit.ids import new_id
from ht_local.demonstration.northfield import TRAINERS
from ht_local.identity.personas import DEMONSTRATION
from ht_local.lives.api import sign_in
from ht_local.system import System

RATE = 100
CASES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLoad:
    """Milliseconds until the answer, of every command of a round."""

    p50: Spread
    p99: Spread
    requests: int

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "offered_per_s": RATE,
            "requests": self.requests,
            "p50_ms": self.p50.to_json(),
            "p99_ms": self.p99.to_json(),
        }


@dataclass(slots=True)
class _Trainer:
    """Somebody who records."""

    http: httpx.AsyncClient
    plans: str
    intake: str
    cases: Sequence[UUID]
    took: list[float] = field(default_factory=list)

    async def ask(self, number: int, moment: float) -> None:
        """Do the command of this number, and note how long it took since it was due."""
        address, form = self._session(number) if number % 2 else self._referral()
        answer = await self.http.post(
            address, json=form, headers={"Idempotency-Key": str(new_id())}
        )
        self.took.append((time.perf_counter() - moment) * 1000)
        if answer.status_code != httpx.codes.CREATED:
            raise RuntimeError(f"{address} answered {answer.status_code}: {answer.text}")

    def _session(self, number: int) -> tuple[str, dict[str, Any]]:
        return f"{self.plans}/cases/{self.cases[number % len(self.cases)]}/sessions", {
            "kind": "planning",
            "medium": "01",
            "place": "B01",
            "attendance": "5",
            "started_at": session_started(number).isoformat(),
            "duration_minutes": 45,
            "note": NOTE,
        }

    def _referral(self) -> tuple[str, dict[str, Any]]:
        return f"{self.intake}/referrals", {
            "source": "gp_practice",
            "received_at": OPENED.isoformat(),
            "consent": "agreed",
            "needs": ["diet"],
            "person": {"called": "Rose Example", "telephone": "07700 900123"},
            "note": NOTE,
        }


async def measure_http(system: System, *, rounds: int, seconds: float) -> HttpLoad:
    """Offer commands, and note how long each takes."""
    p50: list[float] = []
    p99: list[float] = []
    requests = 0
    async with cases_of(system) as handler:
        cases = await open_cases(handler, CASES)
    token = await sign_in(system.place, TRAINERS[0])
    headers = {"Authorization": f"Bearer {token}", "Ht-Programme": DEMONSTRATION}
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(headers=headers, timeout=30, limits=limits) as http:
        trainer = _Trainer(http, system.place.url("plans"), system.place.url("intake"), cases)
        await offer(RATE, RATE, trainer.ask)  # warm
        for _ in range(rounds):
            trainer.took.clear()
            set_aside_what_is_there()
            await offer(RATE, round(RATE * seconds), trainer.ask)
            p50.append(percentile(trainer.took, 0.5))
            p99.append(percentile(trainer.took, 0.99))
            requests += len(trainer.took)
    return HttpLoad(p50=Spread(p50), p99=Spread(p99), requests=requests)
