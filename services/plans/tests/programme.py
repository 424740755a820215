"""Northfield: a programme with its people, and what they do, a step at a time."""

import contextlib
import itertools
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import httpx
import orjson

from ht_contracts.envelope import Envelope, Published
from ht_contracts.intake import (
    ProgrammeJoined,
    ProgrammeRegistered,
    ReferralConverted,
    WorkerAccredited,
)
from ht_kit.access import Claims
from ht_kit.handlers import Handlers
from ht_kit.ids import new_id
from ht_kit.problems import not_signed_in
from ht_kit.projector import Received
from ht_kit.reading import Pool
from ht_local.pytest_engines import Database
from ht_plans.handling import CASE
from ht_plans.projections import (
    know_clients,
    know_conflicts,
    know_deaths,
    know_the_register,
    know_what_waits,
)
from ht_plans.reactors import open_case_when_referral_converted

TOM = UUID("0192d1f4-0000-7000-8000-00000000a001")
CHIDI = UUID("0192d1f4-0000-7000-8000-00000000a002")
SARAH = UUID("0192d1f4-0000-7000-8000-00000000a003")
ROLES = {"tom": "health-trainer", "chidi": "champion", "sarah": "senior"}
WORKERS = {"tom": TOM, "chidi": CHIDI, "sarah": SARAH}
MONDAY = "2026-01-12T09:00:00Z"
TUESDAY = "2026-01-13T09:00:00Z"
MARCH = "2026-03-09T09:00:00Z"
JUNE = "2026-06-09T09:00:00Z"

Knows: TypeAlias = Callable[[asyncpg.Connection, Sequence[Received]], Awaitable[None]]


class Tokens:
    """Tokens of these tests are names: `tom`, or `tom@southfield` for another programme."""

    async def verify(self, token: str) -> Claims:
        name, _, programme = token.partition("@")
        roles = {
            **ROLES,
            "ada": "administrator",
            "carol": "commissioner",
            "ida": "ig-lead",
            "mo": "manager",
            "olu": "safety-officer",
            "tina": "health-trainer",
        }
        if name not in roles:
            raise not_signed_in()
        of_charity = programme in {"", "northfield", "eastfield"}
        membership = {
            "organisation": "wellbeing-northfield" if of_charity else "southfield-council",
            "programme": programme or "northfield",
            "roles": [roles[name]],
        }
        return Claims.model_validate(
            {
                "sub": str(WORKERS.get(name, name)),
                "employer": "northfield-trust",
                "memberships": [membership],
            }
        )


def envelope_of(
    fact: Published, position: int = 1, *, programme: str | None = "northfield"
) -> dict[str, Any]:
    """Put a fact of intake into its envelope, as it travels."""
    at = datetime(2026, 1, 12, 9, tzinfo=UTC).isoformat()
    return {
        "specversion": "1.0",
        "id": str(new_id()),
        "source": "/organisations/wellbeing-northfield/intake",
        "type": fact.type,
        "subject": str(new_id()),
        "time": at,
        "organisation": "wellbeing-northfield",
        "programme": programme,
        "partitionkey": str(new_id()),
        "sequence": str(position),
        "correlationid": str(new_id()),
        "recordedtime": at,
        "authid": "somebody",
        "data": fact.model_dump(mode="json"),
    }


def converted(case: UUID, client: UUID) -> ReferralConverted:
    monday = datetime.fromisoformat(MONDAY)
    return ReferralConverted(
        referral=new_id(),
        case=case,
        client=client,
        agreed_to_take_part_at=monday,
        converted_at=monday,
    )


@dataclass(kw_only=True)
class Northfield:
    """The running service."""

    http: httpx.AsyncClient
    handlers: Handlers
    reader: Pool
    worker: Pool
    database: Database
    keys: Iterator[int] = field(default_factory=itertools.count)

    async def is_registered(self) -> None:
        """Have intake tell of the programme and its workers."""
        months = (3, 6, 12)
        facts: list[Published] = [
            ProgrammeRegistered(
                programme="northfield",
                area="Demonstration",
                region="North West",
                maintenance_months=months,
                caseload_cap=2,
            )
        ]
        for name, role in ROLES.items():
            worker = WORKERS[name]
            facts += [
                WorkerAccredited(worker=worker, accreditation="city_and_guilds_level_3"),
                ProgrammeJoined.model_validate(
                    {"worker": worker, "programme": "northfield", "roles": [role]}
                ),
            ]
        await self.hears(*facts)

    async def hears(
        self, *facts: Published, organisation: str = "wellbeing-northfield"
    ) -> None:
        """Take in what intake tells of its register."""
        await self._takes_in(know_the_register, facts, organisation=organisation)

    async def hears_of_conflicts(
        self, *facts: Published, organisation: str = "wellbeing-northfield"
    ) -> None:
        """Take in what intake tells of conflicts."""
        await self._takes_in(know_conflicts, facts, organisation=organisation)

    async def hears_of_clients(
        self, *facts: Published, organisation: str, programme: str
    ) -> None:
        """Take in whom intake registered."""
        await self._takes_in(
            know_clients, facts, organisation=organisation, programme=programme
        )

    async def hears_of_deaths(
        self, *facts: Published, organisation: str = "wellbeing-northfield"
    ) -> None:
        """Take in what intake tells of deaths."""
        await self._takes_in(know_deaths, facts, organisation=organisation)

    async def hears_of_referrals(self, *facts: Published) -> None:
        """Take in what referrals tells."""
        await self._takes_in(know_what_waits, facts)

    async def _takes_in(
        self,
        know: Knows,
        facts: Sequence[Published],
        *,
        organisation: str = "wellbeing-northfield",
        programme: str = "northfield",
    ) -> None:
        received = [
            Received(
                position=position,
                envelope=envelope_of(fact, position, programme=programme)
                | {"organisation": organisation},
                body=b"",
                recorded_at=datetime.now(UTC),
                hash=b"",
            )
            for position, fact in enumerate(facts, start=1)
        ]
        connection = await asyncpg.connect(self.database.url("worker"))
        try:
            async with connection.transaction():
                await know(connection, received)
        finally:
            await connection.close()

    async def opens_a_case(
        self, *, programme: str = "northfield", client: UUID | None = None
    ) -> UUID:
        """Have a referral converted, and give the case that opens."""
        case = new_id()
        told = Envelope[ReferralConverted].model_validate(
            envelope_of(converted(case, client or new_id()), programme=programme)
        )
        await open_case_when_referral_converted(told, self.handlers.of(CASE), self.reader)
        return case

    async def ask(
        self,
        path: str,
        body: Mapping[str, object],
        *,
        by: str = "tom",
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a command."""
        return await self.http.post(
            path,
            content=orjson.dumps(body, default=str),
            headers={
                "Authorization": f"Bearer {by}",
                "Content-Type": "application/json",
                "Idempotency-Key": key or f"key-{next(self.keys)}",
                **(headers or {}),
            },
        )

    async def does(self, path: str, body: Mapping[str, object], *, by: str = "tom") -> Any:
        """Send a command that is expected to work, and give its answer."""
        answer = await self.ask(path, body, by=by)
        assert answer.is_success, answer.text
        return answer.json()

    async def see(self, path: str, *, by: str = "tom") -> httpx.Response:
        """Look at something."""
        return await self.http.get(path, headers={"Authorization": f"Bearer {by}"})

    async def shows(self, path: str, *, by: str = "tom") -> Any:
        """Look at something that is there, and give what is shown."""
        answer = await self.see(path, by=by)
        assert answer.is_success, answer.text
        return answer.json()

    async def assesses(self, case: UUID, **measures: object) -> None:
        """Hold the first assessment conversation."""
        body = {"phase": "pre", "taken_at": MONDAY, "measures": measures}
        await self.does(f"/cases/{case}/assessments", body)

    async def drafts(self, case: UUID) -> str:
        """Draft a plan about walking, with one goal and one action; give its id."""
        plan = await self.does(f"/cases/{case}/plans", A_DRAFT)
        goal = await self.does(f"/plans/{plan['id']}/goals", A_GOAL)
        await self.does(
            f"/plans/{plan['id']}/goals/{goal['goal']}/actions", {"what": "Leave earlier"}
        )
        return str(plan["id"])

    async def agrees(self, case: UUID) -> tuple[str, str]:
        """Agree a plan; give its id and its goal's."""
        plan = await self.drafts(case)
        await self.does(f"/plans/{plan}/agree", AN_AGREEMENT)
        shown = await self.shows(f"/plans/{plan}")
        return plan, shown["goals"][0]["goal"]

    async def signs_off(self, case: UUID) -> tuple[str, Any]:
        """Sign an achieved plan off; give its id and the ids of its checks."""
        plan, goal = await self.agrees(case)
        body = {
            "signed_off_at": MARCH,
            "results": {goal: "achieved"},
            "client_present": "in_person",
        }
        return plan, (await self.does(f"/plans/{plan}/sign-off", body))["checks"]

    @contextlib.asynccontextmanager
    async def database_as_owner(self) -> AsyncIterator[asyncpg.Connection]:
        """Reach into the database, past every role."""
        connection = await asyncpg.connect(self.database.admin_url)
        try:
            yield connection
        finally:
            await connection.close()

    async def runs(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """Do to the database what would take long to do by hand."""
        async with self.database_as_owner() as connection:
            return await connection.fetch(sql, *args)

    async def carries_again(self) -> None:
        """Forget that anything was carried, as after a crash at the wrong moment."""
        await self.runs("UPDATE due SET done_at = NULL, leased_until = NULL")
        await self.runs("DELETE FROM idempotency")

    async def head(self) -> int:
        """Say how much is stored."""
        (row,) = await self.runs("SELECT position FROM head")
        found: int = row["position"]
        return found

    async def history_of(self, stream: UUID | str) -> list[str]:
        """Name what is stored of a stream, in order."""
        return [row["type"] for row in await self._events_of(stream)]

    async def bodies_of(self, stream: UUID | str) -> list[bytes]:
        """Give what is stored of a stream, as it is stored."""
        return [row["body"] for row in await self._events_of(stream)]

    async def _events_of(self, stream: UUID | str) -> list[asyncpg.Record]:
        return await self.runs(
            "SELECT type, body FROM events WHERE stream_id = $1 ORDER BY version",
            UUID(str(stream)),
        )


A_DRAFT = {
    "drafted_at": MONDAY,
    "primary_issue": "physical_activity",
    "own_words": "I want to keep up with my boys",
}
A_GOAL = {
    "statement": "Walk the kids to school",
    "behaviour": "physical_activity",
    "kind": "done_or_not",
    "told_by": "done_or_not",
    "due_on": "2026-03-09",
    "review_on": "2026-03-09",
    "set_at": MONDAY,
}
AN_AGREEMENT = {
    "agreed_at": MONDAY,
    "how": "in_person",
    "importance": 8,
    "confidence": "declined",
}
