"""What routes look up before they ask the rules: facts of the register, and caseloads."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
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
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.codes import CheckId, WorkerId
from ht_plans.domain.offer import NOTHING_BESIDE, Offer
from ht_plans.domain.plan.revisions import CheckToSchedule
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
SELECT quit_episodes, employment, domains, threshold, full_hours, session_allowance, pathways
FROM offers WHERE programme = $1
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
# A case counts until its last plan is signed off with something to maintain.
_CASELOAD = """
SELECT count(*) AS cases FROM cases
WHERE cases.trainer = $1 AND cases.programme = $2 AND cases.case_id <> $3
  AND cases.withdrawn_at IS NULL
  AND 'maintenance' IS DISTINCT FROM (
    SELECT CASE WHEN plans.status = 'signed_off' AND plans.result <> 'not_achieved'
           THEN 'maintenance' END
    FROM plans WHERE plans.case_id = cases.case_id
    ORDER BY plans.drafted_at DESC, plans.plan_id DESC LIMIT 1)
"""


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
        )

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

    async def caseload(self, worker: UUID, *, without: UUID) -> int:
        """Count the cases before maintenance that somebody supports, without this one."""
        row = await self._read.row(_CASELOAD, worker, self._actor.programme, without)
        return row["cases"] if row else 0


def _facts(read: ReadDep, actor: ActorDep) -> Facts:
    return Facts(read, actor)


FactsDep = Annotated[Facts, Depends(_facts)]
