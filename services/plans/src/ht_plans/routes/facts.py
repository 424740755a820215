"""What routes look up before they ask the rules: facts of the register, and caseloads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from uuid import UUID

import orjson
from fastapi import Depends

from ht_kit.asked import Actor
from ht_kit.clock import london_day, now
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, ReadDep
from ht_kit.ids import new_id
from ht_kit.positions import NotYet
from ht_kit.reading import Reads
from ht_plans.carrying import plans_of
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.case.course_commands import PlanStanding
from ht_plans.domain.codes import CaseId, CheckId, ClientId, WorkerId
from ht_plans.domain.offer import NOTHING_BESIDE, Offer
from ht_plans.domain.plan.revisions import ENOUGH, CheckToSchedule, Tries
from ht_plans.domain.reassignment.commands import TheirCase
from ht_plans.domain.recording import AS_USUAL, Recording
from ht_plans.domain.work.distance import Domain

# The contract of the day says for which months checks fall due, and else the programme.
_PROGRAMME = """
SELECT coalesce(
         (SELECT maintenance_months FROM known_contracts
          WHERE programme = $1 AND $2::date BETWEEN from_on AND last_on LIMIT 1),
         maintenance_months) AS maintenance_months,
       caseload_cap
FROM known_programmes WHERE programme = $1
"""
_RECORDING = "SELECT instruments, techniques, com_b FROM recordings WHERE programme = $1"
_OFFER = """
SELECT quit_episodes, employment, domains, threshold, full_hours, session_allowance, pathways,
       tried_on_days, tried_in_ways
FROM offers WHERE programme = $1
"""
# The contract of the day says how many sessions a client is allowed, and else the offer.
_ALLOWANCE = """
SELECT coalesce(
         (SELECT session_allowance FROM known_contracts
          WHERE programme = $1 AND $2::date BETWEEN from_on AND last_on LIMIT 1),
         (SELECT session_allowance FROM offers WHERE programme = $1)) AS sessions
"""
_REQUIRED = """
SELECT required_measures FROM known_contracts
WHERE programme = $1 AND $2::date BETWEEN from_on AND last_on
"""
_OF_A_CHILD = """
SELECT coalesce(bool_or(of_a_child), false) AS of_a_child FROM case_pathways
WHERE case_id = $1 AND programme = $2 AND followed
"""
_WORKER = """
SELECT
    coalesce(
      (SELECT roles FROM known_roles WHERE worker = $1 AND programme = $2), '{}') AS roles,
    array(SELECT accreditation FROM known_accreditations
          WHERE worker = $1 AND (expires_on IS NULL OR expires_on >= $3)) AS accreditations
"""
_TOO_CLOSE = """
SELECT FROM known_conflicts JOIN cases ON cases.client = known_conflicts.client
WHERE cases.case_id = $1 AND known_conflicts.worker = $2
"""
_TOO_CLOSE_TO_CLIENT = """
SELECT known_conflicts.worker FROM known_conflicts JOIN cases USING (client)
WHERE cases.case_id = $1
"""
_WHO_IS_TOO_CLOSE = "SELECT worker, client FROM known_conflicts WHERE worker = ANY($1::uuid[])"
_PENDING = (
    "SELECT count(*) AS waiting FROM known_onward WHERE case_id = $1 AND ended_at IS NULL"
)
_REGISTERED = """
SELECT client FROM known_clients
WHERE client = $1 AND organisation = $2 AND programme = $3
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = known_clients.client
                    AND known_conflicts.worker = $4)
"""
_LED_BY = "SELECT led_by FROM programmes_led WHERE programme = $1"
_OPEN_CASES = """
SELECT case_id, client, trainer FROM cases
WHERE CASE WHEN $4 THEN trainer = ANY($1::uuid[]) ELSE trainer <> ALL($1::uuid[]) END
  AND programme = $2 AND closed_at IS NULL AND withdrawn_at IS NULL AND NOT import_undone
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = cases.client AND known_conflicts.worker = $3)
ORDER BY trainer, case_id
"""
_WHERE_THEY_ARE = """
SELECT case_id, trainer, coalesce(closed_at, withdrawn_at) IS NOT NULL AS ended
FROM cases WHERE case_id = ANY($1::uuid[])
"""
# A case counts until its last plan is signed off with something to maintain.
IN_MAINTENANCE: Final = """coalesce((
    SELECT plans.status = 'signed_off' AND plans.result <> 'not_achieved'
    FROM plans WHERE plans.case_id = cases.case_id
    ORDER BY plans.drafted_at DESC, plans.plan_id DESC LIMIT 1), false)"""
_CASELOAD = f"""
SELECT count(*) AS cases FROM cases
WHERE cases.trainer = $1 AND cases.programme = $2 AND cases.case_id IS DISTINCT FROM $3
  AND cases.withdrawn_at IS NULL AND cases.closed_at IS NULL AND NOT cases.import_undone
  AND NOT {IN_MAINTENANCE}
"""  # noqa: S608 - a condition from code


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What the programme's contract says that decisions here need."""

    maintenance_months: tuple[int, ...]
    caseload_cap: int | None


class Facts:
    """What plans knows of the programme that a request acts in."""

    def __init__(self, read: Reads, actor: Actor) -> None:
        self._read, self._actor = read, actor

    async def programme(self, *, on: date | None = None) -> Programme:
        """Give the programme's facts; ask to come back when they have not arrived yet.

        With a day, they are those of the contract that is in force then, as far as it says.
        """
        if self._actor.programme is None:
            raise NoSuchThing
        row = await self._read.row(_PROGRAMME, self._actor.programme, on)
        if row is None:
            raise NotYet
        return Programme(
            maintenance_months=tuple(sorted(set(row["maintenance_months"]))),
            caseload_cap=row["caseload_cap"],
        )

    async def checks(self, *, on: date) -> tuple[CheckToSchedule, ...]:
        """Give the checks that a plan of the programme gets, each with an id of its own."""
        programme = await self.programme(on=on)
        return tuple(
            CheckToSchedule(check=CheckId(new_id()), months=months)
            for months in programme.maintenance_months
        )

    async def recording(self) -> Recording:
        """Give what the programme records: the usual measures, unless it has chosen."""
        row = await self._read.row(_RECORDING, self._actor.programme)
        if row is None:
            return AS_USUAL
        return Recording(
            programme=self._actor.programme,
            instruments=tuple(row["instruments"]),
            techniques=row["techniques"],
            com_b=bool(row["com_b"]),
        )

    async def offer(self) -> Offer:
        """Give what the programme offers beside plans: nothing, unless it has chosen."""
        row = await self._read.row(_OFFER, self._actor.programme)
        if row is None:
            return NOTHING_BESIDE
        domains = orjson.loads(row["domains"])
        return Offer(
            programme=self._actor.programme,
            quit_episodes=row["quit_episodes"],
            employment=row["employment"],
            domains=tuple(Domain(**each) for each in domains),
            threshold=row["threshold"],
            full_hours=row["full_hours"],
            session_allowance=row["session_allowance"],
            pathways=tuple(row["pathways"]),
            tries=Tries(
                days=row["tried_on_days"] or ENOUGH.days,
                ways=row["tried_in_ways"] or ENOUGH.ways,
            ),
        )

    async def session_allowance(self, *, on: date) -> int | None:
        """Give how many sessions a client is allowed on a day, if anything says so."""
        row = await self._read.row(_ALLOWANCE, self._actor.programme, on)
        allowed: int | None = row["sessions"] if row else None
        return allowed

    async def required_measures(self, *, on: date) -> frozenset[str]:
        """Name the instruments that the contract of a day wants asked of every client."""
        row = await self._read.row(_REQUIRED, self._actor.programme, on)
        return frozenset((row["required_measures"] or ()) if row else ())

    async def of_a_child(self, case: UUID) -> bool:
        """Say whether a pathway of the case says that its client is under 18."""
        row = await self._read.row(_OF_A_CHILD, case, self._actor.programme)
        return bool(row and row["of_a_child"])

    async def worker(self, worker: UUID) -> Worker:
        """Give what the register says of somebody, as far as this programme goes."""
        today = london_day(now())
        row = await self._read.row(_WORKER, worker, self._actor.programme, today)
        return Worker(
            worker=WorkerId(worker),
            roles=frozenset(row["roles"] if row else ()),
            accreditations=frozenset(row["accreditations"] if row else ()),
        )

    async def too_close(self, case: UUID, worker: UUID) -> bool:
        """Say whether somebody has a conflict with the client of a case."""
        return await self._read.row(_TOO_CLOSE, case, worker) is not None

    async def who_is_too_close(self, case: UUID) -> frozenset[WorkerId]:
        """Name those who have a conflict with the client of a case."""
        rows = await self._read.rows(_TOO_CLOSE_TO_CLIENT, case)
        return frozenset(WorkerId(row["worker"]) for row in rows)

    async def conflicts(self, workers: Iterable[UUID]) -> frozenset[tuple[WorkerId, ClientId]]:
        """Give whom each of these workers is too close to."""
        rows = await self._read.rows(_WHO_IS_TOO_CLOSE, list(workers))
        return frozenset((WorkerId(row["worker"]), ClientId(row["client"])) for row in rows)

    async def hidden(self) -> frozenset[ClientId]:
        """Give the clients whom whoever asks is too close to."""
        own = [self._actor.worker] if self._actor.worker else []
        return frozenset(client for _, client in await self.conflicts(own))

    async def registered(self, client: UUID) -> bool:
        """Say whether a client is registered with the programme, as whoever asks may know."""
        actor = self._actor
        row = await self._read.row(
            _REGISTERED, client, actor.organisation, actor.programme, actor.worker
        )
        return row is not None

    async def plans(self, case: UUID) -> tuple[PlanStanding, ...]:
        """Say where each plan of a case stands."""
        return await plans_of(case, self._read)

    async def pending_referrals(self, case: UUID) -> int:
        """Count the onward referrals of a case that still wait for their end."""
        row = await self._read.row(_PENDING, case)
        return row["waiting"] if row else 0

    async def led_by(self, programme: str) -> str | None:
        """Name the organisation that leads a programme, whichever it is."""
        row = await self._read.row(_LED_BY, programme)
        return row["led_by"] if row else None

    async def open_cases(self, workers: Collection[UUID]) -> dict[CaseId, TheirCase]:
        """Give the open cases that some workers support in the programme.

        Whoever asks is shown no client whom they are too close to: somebody else moves those.
        """
        return await self._open_cases(workers, theirs=True)

    async def open_cases_of_all_but(self, workers: Collection[UUID]) -> dict[CaseId, TheirCase]:
        """Give the open cases that anybody else supports in the programme, as above."""
        return await self._open_cases(workers, theirs=False)

    async def _open_cases(
        self, workers: Collection[UUID], *, theirs: bool
    ) -> dict[CaseId, TheirCase]:
        rows = await self._read.rows(
            _OPEN_CASES, list(workers), self._actor.programme, self._actor.worker, theirs
        )
        return {
            CaseId(row["case_id"]): TheirCase(ClientId(row["client"]), WorkerId(row["trainer"]))
            for row in rows
        }

    async def where_they_are(
        self, cases: Collection[UUID]
    ) -> dict[UUID, tuple[UUID | None, bool]]:
        """Say of cases who has each now, and whether it has ended."""
        rows = await self._read.rows(_WHERE_THEY_ARE, list(cases))
        return {row["case_id"]: (row["trainer"], row["ended"]) for row in rows}

    async def caseload(self, worker: UUID, *, without: UUID | None = None) -> int:
        """Count the cases before maintenance that somebody supports, without this one."""
        row = await self._read.row(_CASELOAD, worker, self._actor.programme, without)
        return row["cases"] if row else 0


async def _facts(read: ReadDep, actor: ActorDep) -> Facts:
    return Facts(read, actor)


FactsDep = Annotated[Facts, Depends(_facts)]
