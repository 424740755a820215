"""Taking plans over from another system, and taking that back."""

from ht_plans.domain.days import day_of
from ht_plans.domain.plan.commands import ImportPlan, UndoPlanImport
from ht_plans.domain.plan.events import PlanImported, PlanImportUndone
from ht_plans.domain.plan.refusals import (
    AlreadyDrafted,
    BeforeAgreement,
    CheckedBeforeSignOff,
    EndNotDated,
    NoPlanYet,
    NoSuchCheck,
)
from ht_plans.domain.plan.state import Plan
from ht_plans.domain.refusals import DatedInTheFuture, NotImported, WorkedWithSince


def import_plan(asked: ImportPlan, plan: Plan) -> list[PlanImported]:
    """Keep the plan and what came of it, with their own days; nothing falls due of it."""
    if plan.imported is not None:
        return []
    if plan.drafted is not None:
        raise AlreadyDrafted
    ended = asked.ended_at
    if (asked.result or asked.ended_early) and ended is None:
        raise EndNotDated
    if asked.checks and asked.result not in {"achieved", "part_achieved"}:
        raise NoSuchCheck
    days = [asked.agreed_at, *(check.checked_at for check in asked.checks)]
    if max([*days, ended or asked.agreed_at]) > asked.now:
        raise DatedInTheFuture
    if ended is not None and day_of(ended) < day_of(asked.agreed_at):
        raise BeforeAgreement
    if any(ended and day_of(check.checked_at) < day_of(ended) for check in asked.checks):
        raise CheckedBeforeSignOff
    return [
        PlanImported(
            plan=asked.plan,
            case=asked.case,
            client=asked.client,
            programme=asked.programme,
            of_import=asked.of_import,
            primary_issue=asked.primary_issue,
            agreed_at=asked.agreed_at,
            result=asked.result,
            ended_early=asked.ended_early,
            ended_at=ended,
            checks=asked.checks,
        )
    ]


def undo_plan_import(asked: UndoPlanImport, plan: Plan) -> list[PlanImportUndone]:
    """Take it back, unless somebody has worked with the plan since."""
    imported = plan.imported
    if plan.drafted is None:
        raise NoPlanYet
    if imported is None or imported.of_import != asked.of_import:
        raise NotImported
    if plan.import_undone is not None:
        return []
    if plan.worked_with:
        raise WorkedWithSince
    return [
        PlanImportUndone(
            plan=imported.plan,
            case=imported.case,
            client=imported.client,
            of_import=asked.of_import,
            undone_at=asked.now,
        )
    ]
