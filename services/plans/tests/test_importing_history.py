"""Imported history keeps its own dates, is marked, and starts nothing.

"Its own few rules": nothing lies in the future, a plan ends after it was agreed, and only a
plan that was achieved was asked after. Undoing takes back what nobody has worked with since.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.case import case as cases
from ht_plans.domain.case.commands import (
    ImportCase,
    ImportedConversation,
    UndoCaseImport,
    WithdrawSupport,
)
from ht_plans.domain.case.events import (
    AssessmentTaken,
    CaseImported,
    CaseImportUndone,
    CaseOpened,
    SupportWithdrawn,
)
from ht_plans.domain.case.refusals import CaseOpenedForAnother, ClientNotImported
from ht_plans.domain.codes import (
    AssessmentId,
    CaseId,
    CheckId,
    ClientId,
    PlanId,
    ReferralId,
)
from ht_plans.domain.plan import plan as plans
from ht_plans.domain.plan.commands import AbandonPlan, ImportPlan, UndoPlanImport
from ht_plans.domain.plan.events import (
    ImportedCheck,
    PlanAbandoned,
    PlanImported,
    PlanImportUndone,
)
from ht_plans.domain.plan.refusals import (
    BeforeAgreement,
    CheckedBeforeSignOff,
    EndNotDated,
    NoSuchCheck,
    PlanHasEnded,
)
from ht_plans.domain.refusals import (
    DatedInTheFuture,
    ImportTakenBack,
    NotImported,
    WorkedWithSince,
)
from ht_plans.domain.scoring.refusals import NotPlausible
from ht_plans.domain.scoring.totals import Total, TotalKind, score_of_total
from ht_plans.readmodels import plan_rows

from .answering import answers

EXTRACT, ANOTHER = UUID(int=90), UUID(int=91)
CASE, AMINA, PLAN = CaseId(UUID(int=1)), ClientId(UUID(int=7)), PlanId(UUID(int=3))
THREE = CheckId(UUID(int=63))
AUGUST = datetime(2010, 8, 25, 11, tzinfo=UTC)
SEPTEMBER = datetime(2010, 9, 12, 11, tzinfo=UTC)
DECEMBER = datetime(2010, 12, 11, 12, tzinfo=UTC)
NEXT_MARCH = datetime(2011, 3, 18, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)

IMPORT_CASE = ImportCase(
    case=CASE,
    client=AMINA,
    client_came_with_it=True,
    referral=ReferralId(UUID(int=8)),
    programme="northfield",
    of_import=EXTRACT,
    opened_at=AUGUST,
    trainer="A. Trainer",
    note="prefers mornings",
    conversations=(
        ImportedConversation(
            assessment=AssessmentId(UUID(int=21)),
            phase="pre",
            taken_at=AUGUST,
            answers=(
                answers("bmi", height_cm=200, weight_kg=120),
                Total(kind="who5_raw", number=Decimal(13)),
            ),
        ),
    ),
    now=NOW,
)
OPENED = CaseOpened(
    case=CASE,
    client=AMINA,
    referral=ReferralId(UUID(int=8)),
    programme="northfield",
    opened_at=AUGUST,
)
MARKED = CaseImported(
    case=CASE, client=AMINA, of_import=EXTRACT, trainer="A. Trainer", note="prefers mornings"
)
HISTORY = cases.decide(IMPORT_CASE, cases.NO_CASE_YET)
UNDO_CASE = UndoCaseImport(of_import=EXTRACT, plans_worked_with=False, now=NOW)
CASE_UNDONE = CaseImportUndone(case=CASE, client=AMINA, of_import=EXTRACT, undone_at=NOW)


def no_case_yet() -> Specification:  # type: ignore[type-arg]  # as of a case
    return Specification(cases.decide, cases.evolve, cases.NO_CASE_YET)


def measure(instrument: str, algorithm: str, value: str, **answers: str) -> AssessmentTaken:
    return AssessmentTaken(
        case=CASE,
        client=AMINA,
        assessment=AssessmentId(UUID(int=21)),
        phase="pre",
        instrument=instrument,  # type: ignore[arg-type]  # a code
        algorithm=algorithm,
        unit={"bmi": "kg/m2", "who5": "%"}[instrument],
        value=Decimal(value),
        answers=answers,
        follow_up=False,
        taken_at=AUGUST,
    )


def test_a_case_opens_on_its_own_day_with_its_measures_and_a_mark() -> None:
    no_case_yet().when(IMPORT_CASE).then(
        OPENED,
        measure("bmi", "bmi.kg_per_m2.v1", "30", height_cm="200", weight_kg="120"),
        measure("who5", "who5.raw_imported.v1", "52", who5_raw="13"),
        MARKED,
    )


def test_a_case_needs_a_client_who_came_with_the_same_import() -> None:
    stranger = replace(IMPORT_CASE, client_came_with_it=False)

    no_case_yet().when(stranger).then_refused(ClientNotImported)


def test_a_case_of_ours_is_never_overwritten() -> None:
    no_case_yet().given(OPENED).when(IMPORT_CASE).then_refused(CaseOpenedForAnother)


def test_history_of_a_case_lies_in_the_past() -> None:
    later = replace(IMPORT_CASE, opened_at=NOW + timedelta(days=1))

    no_case_yet().when(later).then_refused(DatedInTheFuture)


def test_an_untouched_case_is_taken_back_and_nothing_more_happens_in_it() -> None:
    no_case_yet().given(*HISTORY).when(UNDO_CASE).then(CASE_UNDONE)
    gone = no_case_yet().given(*HISTORY, CASE_UNDONE)
    gone.when(UNDO_CASE).then_nothing()
    gone.when(WithdrawSupport(withdrawn_at=NOW)).then_refused(ImportTakenBack)


def test_a_case_that_somebody_has_worked_with_stays() -> None:
    ended = SupportWithdrawn(case=CASE, client=AMINA, withdrawn_at=NOW)
    new_plan = replace(UNDO_CASE, plans_worked_with=True)

    no_case_yet().given(*HISTORY, ended).when(UNDO_CASE).then_refused(WorkedWithSince)
    no_case_yet().given(*HISTORY).when(new_plan).then_refused(WorkedWithSince)


def test_a_case_is_taken_back_with_its_own_import_only() -> None:
    other = replace(UNDO_CASE, of_import=ANOTHER)

    no_case_yet().given(*HISTORY).when(other).then_refused(NotImported)
    no_case_yet().given(OPENED).when(UNDO_CASE).then_refused(NotImported)


@pytest.mark.parametrize(
    ("kind", "lowest", "highest", "value"),
    [("who5_per_cent", 0, 100, 100), ("who5_raw", 0, 25, 100), ("ngse_mean", 1, 5, 5)],
)
def test_a_total_is_taken_as_it_is_within_what_the_instrument_can_give(
    kind: TotalKind, lowest: int, highest: int, value: int
) -> None:
    def scored(number: int) -> Decimal:
        return score_of_total(Total(kind=kind, number=Decimal(number))).value

    assert scored(highest) == value
    assert scored(lowest) <= scored(highest)
    for beyond in (lowest - 1, highest + 1):
        with pytest.raises(NotPlausible):
            scored(beyond)


MAINTAINED = ImportedCheck(check=THREE, months=3, result="maintained", checked_at=NEXT_MARCH)
IMPORT_PLAN = ImportPlan(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    programme="northfield",
    of_import=EXTRACT,
    primary_issue="diet",
    agreed_at=SEPTEMBER,
    result="achieved",
    ended_early=None,
    ended_at=DECEMBER,
    checks=(MAINTAINED,),
    now=NOW,
)
IMPORTED_PLAN = PlanImported(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    programme="northfield",
    of_import=EXTRACT,
    primary_issue="diet",
    agreed_at=SEPTEMBER,
    result="achieved",
    ended_early=None,
    ended_at=DECEMBER,
    checks=(MAINTAINED,),
)
OPEN_PLAN = replace(IMPORTED_PLAN, result=None, ended_at=None, checks=())
UNDO_PLAN = UndoPlanImport(of_import=EXTRACT, now=NOW)
PLAN_UNDONE = PlanImportUndone(
    plan=PLAN, case=CASE, client=AMINA, of_import=EXTRACT, undone_at=NOW
)
END_EARLY = AbandonPlan(reason="moved", ended_at=NOW, now=NOW)
ENDED_EARLY = PlanAbandoned(plan=PLAN, case=CASE, client=AMINA, reason="moved", ended_at=NOW)


def no_plan_yet() -> Specification:  # type: ignore[type-arg]  # as of a plan
    return Specification(plans.decide, plans.evolve, plans.NO_PLAN_YET)


def test_a_plan_is_taken_over_with_what_came_of_it() -> None:
    no_plan_yet().when(IMPORT_PLAN).then(IMPORTED_PLAN)


def test_a_plan_without_an_issue_is_kept() -> None:
    nameless = replace(IMPORT_PLAN, primary_issue=None)

    no_plan_yet().when(nameless).then(replace(IMPORTED_PLAN, primary_issue=None))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"ended_at": None}, EndNotDated),
        ({"ended_at": AUGUST}, BeforeAgreement),
        ({"ended_at": NOW + timedelta(days=1)}, DatedInTheFuture),
        ({"result": "not_achieved"}, NoSuchCheck),
        ({"checks": (replace(MAINTAINED, checked_at=SEPTEMBER),)}, CheckedBeforeSignOff),
    ],
)
def test_a_plan_that_cannot_have_been_is_refused(
    changed: dict[str, object], refusal: type[Exception]
) -> None:
    no_plan_yet().when(replace(IMPORT_PLAN, **changed)).then_refused(refusal)  # type: ignore[arg-type]  # fields of a command


def test_nothing_falls_due_of_an_imported_plan() -> None:
    plan = plans.evolve(plans.NO_PLAN_YET, IMPORTED_PLAN)

    rows = plan_rows(PLAN, plan)

    assert (plan.status, plan.in_progress) == ("signed_off", False)
    assert [row.table for row in rows] == ["plans", "checks"]
    assert rows[1].values["result"] == "maintained"


def test_an_open_plan_goes_on_here_and_then_stays() -> None:
    no_plan_yet().given(OPEN_PLAN).when(END_EARLY).then(ENDED_EARLY)
    no_plan_yet().given(OPEN_PLAN, ENDED_EARLY).when(UNDO_PLAN).then_refused(WorkedWithSince)


def test_a_plan_that_ended_elsewhere_has_ended() -> None:
    left = replace(IMPORTED_PLAN, result=None, ended_early="clients_wish", checks=())

    no_plan_yet().given(left).when(END_EARLY).then_refused(PlanHasEnded)


def test_an_untouched_plan_is_taken_back_and_holds_its_case_no_longer() -> None:
    no_plan_yet().given(OPEN_PLAN).when(UNDO_PLAN).then(PLAN_UNDONE)
    gone = no_plan_yet().given(OPEN_PLAN, PLAN_UNDONE)
    gone.when(UNDO_PLAN).then_nothing()
    gone.when(END_EARLY).then_refused(ImportTakenBack)
    undone = plans.evolve(plans.evolve(plans.NO_PLAN_YET, OPEN_PLAN), PLAN_UNDONE)
    assert not undone.in_progress


def test_a_plan_is_taken_back_with_its_own_import_only() -> None:
    other = replace(UNDO_PLAN, of_import=ANOTHER)

    no_plan_yet().given(OPEN_PLAN).when(other).then_refused(NotImported)
