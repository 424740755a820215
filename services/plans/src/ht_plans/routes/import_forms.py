"""What an import sends of cases and plans: another system's history, already in our codes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

from pydantic import BaseModel, Field, StrictInt

from ht_plans.domain.case.commands import ImportCase, ImportedConversation
from ht_plans.domain.codes import (
    AssessmentId,
    CaseId,
    CheckId,
    CheckResult,
    ClientId,
    EndedEarly,
    Instrument,
    Issue,
    Phase,
    PlanId,
    ReferralId,
    Result,
)
from ht_plans.domain.plan.commands import ImportPlan
from ht_plans.domain.plan.events import ImportedCheck
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.totals import Total, TotalKind
from ht_plans.routes.forms import Form, FreeText, Instant, Number, ShortText
from ht_plans.routes.measures import NamedForm, answered

AT_ONCE = 100
"""So many cases come in one request: it stays within the limit of a body."""

_CASES = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b21")
_PLANS = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b22")


def imported_case_id(client: UUID) -> CaseId:
    """Name the case that an imported client brings: always the same."""
    return CaseId(uuid5(_CASES, str(client)))


def imported_plan_id(case: UUID) -> PlanId:
    """Name the plan that an imported case brings: always the same."""
    return PlanId(uuid5(_PLANS, str(case)))


class TotalForm(Form):
    """One number that stands for a whole instrument."""

    kind: TotalKind
    number: Number


class ConversationForm(Form):
    """The measures of one day. What is left out was not said."""

    phase: Phase
    taken_at: Instant
    bmi: NamedForm | None = None
    fruit_and_vegetables: NamedForm | None = None
    high_fat_snacks: NamedForm | None = None
    general_health: NamedForm | None = None
    totals: Annotated[tuple[TotalForm, ...], Field(max_length=5)] = ()

    def told(self, case: UUID) -> ImportedConversation:
        """Give it to the rules."""
        named = uuid5(case, f"{self.phase}/{self.taken_at.isoformat()}")
        return ImportedConversation(
            assessment=AssessmentId(named),
            phase=self.phase,
            taken_at=self.taken_at,
            answers=(*self._answers(), *self._totals()),
        )

    def _answers(self) -> list[Answered]:
        given: dict[Instrument, NamedForm | None] = {
            "bmi": self.bmi,
            "fruit_and_vegetables": self.fruit_and_vegetables,
            "high_fat_snacks": self.high_fat_snacks,
            "general_health": self.general_health,
        }
        return [answered(instrument, form) for instrument, form in given.items() if form]

    def _totals(self) -> list[Total]:
        return [Total(kind=each.kind, number=each.number) for each in self.totals]


class CheckForm(Form):
    """A maintenance check that was held."""

    months: Annotated[StrictInt, Field(ge=1, le=60)]
    result: CheckResult
    checked_at: Instant


class PlanForm(Form):
    """A plan, and what came of it."""

    primary_issue: Issue | None = None
    agreed_at: Instant
    result: Result | None = None
    ended_early: EndedEarly | None = None
    ended_at: Instant | None = None
    checks: Annotated[tuple[CheckForm, ...], Field(max_length=20)] = ()

    def asked_of(self, case: ImportCase) -> ImportPlan:
        """Give the command that takes it over."""
        plan = imported_plan_id(case.case)
        return ImportPlan(
            plan=plan,
            case=case.case,
            client=case.client,
            programme=case.programme,
            of_import=case.of_import,
            primary_issue=self.primary_issue,
            agreed_at=self.agreed_at,
            result=self.result,
            ended_early=self.ended_early,
            ended_at=self.ended_at,
            checks=tuple(
                ImportedCheck(
                    check=CheckId(uuid5(plan, str(number))),
                    months=check.months,
                    result=check.result,
                    checked_at=check.checked_at,
                )
                for number, check in enumerate(self.checks)
            ),
            now=case.now,
        )


class CaseForm(Form):
    """An episode of support of a client who came with the same import."""

    client: UUID
    referral: UUID
    opened_at: Instant
    trainer: ShortText | None = None
    note: FreeText | None = None
    conversations: Annotated[tuple[ConversationForm, ...], Field(max_length=10)] = ()
    plan: PlanForm | None = None

    def asked_of(
        self, import_id: UUID, *, programme: str, came_with_it: bool, now: datetime
    ) -> ImportCase:
        """Give the command that takes it over."""
        case = imported_case_id(self.client)
        return ImportCase(
            case=case,
            client=ClientId(self.client),
            client_came_with_it=came_with_it,
            referral=ReferralId(self.referral),
            programme=programme,
            of_import=import_id,
            opened_at=self.opened_at,
            trainer=self.trainer,
            note=self.note,
            conversations=tuple(each.told(case) for each in self.conversations),
            now=now,
        )


class CasesForm(Form):
    """The body of POST /imports/{id}/cases."""

    cases: Annotated[list[CaseForm], Field(min_length=1, max_length=AT_ONCE)]


class ClientsForm(Form):
    """The body of POST /imports/{id}/cases/undo."""

    clients: Annotated[frozenset[UUID], Field(min_length=1, max_length=AT_ONCE)]


class Became(BaseModel):
    """What became of one client's case: `taken`, `undone`, or refused and why."""

    client: UUID
    case: UUID
    outcome: str
    reason: str | None = None
    detail: str | None = None


class AllBecame(BaseModel):
    """What became of each case that was sent."""

    items: list[Became]
    position: int
