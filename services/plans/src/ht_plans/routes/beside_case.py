"""Whose case something beside its plan is about: as the case tells of itself."""

from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import Depends

from ht_kit.http import ActorDep
from ht_plans.domain.codes import CaseId
from ht_plans.domain.pathway.commands import AboutCase
from ht_plans.handling import Cases


async def about_case(case_id: UUID, cases: Cases, actor: ActorDep) -> AboutCase:
    """Give whose case it is; of another programme's there is none."""
    case, _ = await cases.read(case_id, actor=actor)
    opened = case.open()
    return AboutCase(
        case=CaseId(case_id),
        client=opened.client,
        programme=opened.programme,
        support_has_ended=case.withdrawn_at is not None,
        closed_on=case.closed_on,
    )


AboutDep: TypeAlias = Annotated[AboutCase, Depends(about_case)]
