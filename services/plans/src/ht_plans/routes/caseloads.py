"""How many clients each trainer supports, against the cap that the programme sets."""

from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_kit.audit import shows_nobody
from ht_kit.http import ActorDep, ReadDep, allows
from ht_plans.routes.facts import IN_MAINTENANCE, FactsDep

router = APIRouter(tags=["cases"])

_CASELOADS = f"""
SELECT trainer, count(*) FILTER (WHERE NOT {IN_MAINTENANCE}) AS cases,
       count(*) FILTER (WHERE over_cap) AS beyond_cap
FROM cases
WHERE programme = $1 AND trainer IS NOT NULL
  AND withdrawn_at IS NULL AND closed_at IS NULL AND NOT import_undone
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = cases.client AND known_conflicts.worker = $2)
GROUP BY trainer ORDER BY trainer
"""  # noqa: S608 - a condition from code


class CaseloadLine(BaseModel):
    """One trainer: cases before maintenance, and open cases given to them beyond the cap."""

    worker: UUID
    cases: int
    beyond_cap: int


class Caseloads(BaseModel):
    """The caseloads of a programme. `beyond_cap`: all that were given in spite of the cap."""

    cap: int | None
    beyond_cap: int
    items: list[CaseloadLine]


@router.get(
    "/caseloads", dependencies=[Depends(allows("trainer:assign")), Depends(shows_nobody)]
)
async def count_caseloads(read: ReadDep, actor: ActorDep, facts: FactsDep) -> Caseloads:
    """Count what each trainer of the programme has, and what goes beyond its cap."""
    programme = await facts.programme()
    rows = await read.rows(_CASELOADS, actor.programme, actor.worker)
    items = [
        CaseloadLine(worker=row["trainer"], cases=row["cases"], beyond_cap=row["beyond_cap"])
        for row in rows
    ]
    return Caseloads(
        cap=programme.caseload_cap,
        beyond_cap=sum(each.beyond_cap for each in items),
        items=items,
    )
