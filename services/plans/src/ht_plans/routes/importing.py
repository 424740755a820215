"""Taking cases and plans over from another system's extract, and taking them back."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from ht_kit.aggregate import NoSuchThing
from ht_kit.asked import Asked
from ht_kit.decider import Recorded
from ht_kit.http import AskedDep, ReadDep, allows
from ht_kit.problems import refusal
from ht_plans.domain.case.commands import UndoCaseImport
from ht_plans.domain.plan.commands import UndoPlanImport
from ht_plans.domain.refusals import Refused
from ht_plans.handling import Cases, Plans
from ht_plans.routes.import_forms import (
    AllBecame,
    Became,
    CaseForm,
    CasesForm,
    ClientsForm,
    imported_case_id,
)

router = APIRouter(prefix="/imports", tags=["imports"])
MAY = [Depends(allows("import:write"))]

_CAME_WITH_IT = """
SELECT client FROM known_imported_clients
WHERE of_import = $1 AND programme = $2 AND client = ANY ($3::uuid[])
"""
# Plans of these clients, imported or not: one that was made here is work with the case.
_PLANS = """
SELECT plan_id, case_id, of_import, worked_with OR of_import IS NULL AS worked_with
FROM plans WHERE programme = $1 AND case_id = ANY ($2::uuid[])
"""


@router.post("/{import_id}/cases", dependencies=MAY)
async def import_cases(  # each case is done by itself, and told apart in the answer
    import_id: UUID,
    *,
    form: CasesForm,
    cases: Cases,
    plans: Plans,
    read: ReadDep,
    asked: AskedDep,
    response: Response,
) -> AllBecame:
    """Take cases over, each with its plan, many at once; what was done is done no more."""
    programme = _programme(asked)
    rows = await read.rows(
        _CAME_WITH_IT, import_id, programme, [each.client for each in form.cases]
    )
    came_with_it = {row["client"] for row in rows}

    async def take(told: CaseForm) -> list[Recorded]:
        command = told.asked_of(
            import_id,
            programme=programme,
            came_with_it=told.client in came_with_it,
            now=asked.at,
        )
        case = await cases.create(
            command.case, command, asked=_each(asked, "case", command.case)
        )
        if told.plan is None:
            return [case]
        plan = told.plan.asked_of(command)
        return [
            case,
            await plans.create(plan.plan, plan, asked=_each(asked, "plan", plan.plan)),
        ]

    done = await asyncio.gather(*map(take, form.cases), return_exceptions=True)
    clients = [each.client for each in form.cases]
    return _answered("taken", clients, done, response)


@router.post("/{import_id}/cases/undo", dependencies=MAY)
async def undo_cases(
    import_id: UUID,
    *,
    form: ClientsForm,
    cases: Cases,
    plans: Plans,
    read: ReadDep,
    asked: AskedDep,
    response: Response,
) -> AllBecame:
    """Take cases back with their plans, but for those that somebody has worked with."""
    clients = sorted(form.clients)
    ids = [imported_case_id(client) for client in clients]
    rows = await read.rows(_PLANS, _programme(asked), ids)

    async def undo(client: UUID) -> list[Recorded]:
        case = imported_case_id(client)
        own = [row for row in rows if row["case_id"] == case]
        command = UndoCaseImport(
            of_import=import_id,
            plans_worked_with=any(row["worked_with"] for row in own),
            now=asked.at,
        )
        done = [await cases.handle(case, command, asked=_each(asked, "undo", case))]
        for row in own:
            plan = row["plan_id"]
            taken_back = UndoPlanImport(of_import=import_id, now=asked.at)
            done.append(await plans.handle(plan, taken_back, asked=_each(asked, "undo", plan)))
        return done

    done = await asyncio.gather(*map(undo, clients), return_exceptions=True)
    return _answered("undone", clients, done, response)


def _programme(asked: Asked) -> str:
    if asked.actor.programme is None:
        raise NoSuchThing
    return asked.actor.programme


def _each(asked: Asked, what: str, stream: UUID) -> Asked:
    """Give each of many a key of its own: the same, whichever request it comes with."""
    key = f"import:{what}:{stream}"
    return replace(asked, key=key, fingerprint=sha256(key.encode()).hexdigest(), new_id=stream)


def _answered(
    outcome: str,
    clients: Iterable[UUID],
    done: Iterable[list[Recorded] | BaseException],
    response: Response,
) -> AllBecame:
    items, position = [], 0
    for client, each in zip(clients, done, strict=True):
        case = imported_case_id(client)
        match each:
            case Refused():
                problem = refusal(each)
                reason = problem.slug.replace("-", "_")
                items.append(
                    Became(
                        client=client,
                        case=case,
                        outcome="refused",
                        reason=reason,
                        detail=problem.detail,
                    )
                )
            case NoSuchThing():
                items.append(Became(client=client, case=case, outcome="not_here"))
            case BaseException():
                raise each
            case recorded:
                position = max([position, *(one.position for one in recorded)])
                items.append(Became(client=client, case=case, outcome=outcome))
    response.headers["Ht-Position"] = f"plans={position}"
    return AllBecame(items=items, position=position)
