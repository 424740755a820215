"""The README says what the rules decide: its state tables are made of their answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from ht_contracts.registry import event_types
from ht_kit.decider import Decider
from ht_plans.access import PERMISSIONS
from ht_plans.domain.case import case as case_rules
from ht_plans.domain.case.commands import Command as CaseCommand
from ht_plans.domain.case.course_commands import (
    CloseCase,
    CloseForDeath,
    CompleteTransfer,
    Disengage,
    OfferTransfer,
    PauseCase,
    ReopenAfterDeath,
    ReopenCase,
    ResumeCase,
    TakeOfferBack,
)
from ht_plans.domain.case.course_events import (
    CaseDisengaged,
    CasePaused,
    CaseTransferOffered,
)
from ht_plans.domain.case.events import Event as CaseEvent
from ht_plans.domain.codes import (
    ActionId,
    CaseId,
    CheckId,
    ClientId,
    GoalId,
    PlanId,
    TransferId,
)
from ht_plans.domain.plan.commands import (
    AbandonPlan,
    AddGoal,
    AgreePlan,
    Command,
    MarkCheckDue,
    RecordAttempt,
    RecordCheck,
    RecordGoalResult,
    ReviewPlan,
    SignOffPlan,
)
from ht_plans.domain.plan.events import (
    ActionAdded,
    Event,
    GoalAchieved,
    GoalAdded,
    MaintenanceCheckAttempted,
    MaintenanceChecked,
    MaintenanceCheckFellDue,
    PlanAbandoned,
    PlanAgreed,
    PlanDrafted,
    PlanSignedOff,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, decide, evolve
from ht_plans.domain.plan.revisions import (
    CorrectSignOff,
    EndChecksOnReturn,
    EndForDeath,
    PlanSuperseded,
    ReviseGoal,
    ScheduledCheck,
    SupersedePlan,
)

from .case_at_work import APRIL, CLOSED, FEBRUARY, OPENED, TALKED
from .state_tables import state_table

RULES = Decider(decide=decide, evolve=evolve, initial=NO_PLAN_YET)
OF_A_CASE = Decider(
    decide=case_rules.decide, evolve=case_rules.evolve, initial=case_rules.NO_CASE_YET
)
README = (Path(__file__).parents[1] / "README.md").read_text()
HOW_CASES_GO = (Path(__file__).parents[3] / "docs/cases.md").read_text()

PLAN, CASE, CLIENT = PlanId(UUID(int=3)), CaseId(UUID(int=1)), ClientId(UUID(int=7))
GOAL, OTHER_GOAL, CHECK = GoalId(UUID(int=41)), GoalId(UUID(int=42)), CheckId(UUID(int=63))
JANUARY = datetime(2026, 1, 12, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 9, 9, tzinfo=UTC)
JUNE, DUE_ON = datetime(2026, 6, 9, 9, tzinfo=UTC), date(2026, 6, 9)
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)

DRAFTED = PlanDrafted(
    plan=PLAN,
    case=CASE,
    client=CLIENT,
    programme="northfield",
    primary_issue="physical_activity",
    diet_subtype=None,
    secondary_issues=(),
    own_words=None,
    drafted_at=JANUARY,
)
ADDED = GoalAdded(
    goal=GOAL,
    statement="Walk the kids to school",
    behaviour="physical_activity",
    kind="done_or_not",
    told_by="done_or_not",
    baseline=None,
    target=None,
    unit=None,
    due_on=DUE_ON,
    review_on=DUE_ON,
    set_at=JANUARY,
)
ACTION = ActionAdded(
    goal=GOAL,
    action=ActionId(UUID(int=51)),
    what="Leave earlier",
    where=None,
    when=None,
    how_often=None,
    with_whom=None,
)
AGREED = PlanAgreed(
    plan=PLAN,
    case=CASE,
    client=CLIENT,
    primary_issue="physical_activity",
    diet_subtype=None,
    secondary_issues=(),
    how="in_person",
    importance="declined",
    confidence="declined",
    agreed_at=JANUARY,
)
ACHIEVED = GoalAchieved(plan=PLAN, client=CLIENT, goal=GOAL, recorded_at=MARCH)
SIGNED_OFF = PlanSignedOff(
    plan=PLAN,
    case=CASE,
    client=CLIENT,
    result="achieved",
    rolled_up="achieved",
    overridden=False,
    override_reason=None,
    client_present="in_person",
    not_present_reason=None,
    checks=(ScheduledCheck(check=CHECK, months=3, due_on=DUE_ON),),
    signed_off_at=MARCH,
)
ENDED_EARLY = PlanAbandoned(
    plan=PLAN, case=CASE, client=CLIENT, reason="lost_contact", ended_at=MARCH
)
SUPERSEDED = PlanSuperseded(
    plan=PLAN, case=CASE, client=CLIENT, by=PlanId(UUID(int=4)), superseded_at=MARCH
)
PLANS: dict[str, Sequence[Event]] = {
    "draft": [DRAFTED],
    "draft, with goal and action": [DRAFTED, ADDED, ACTION],
    "agreed": [DRAFTED, ADDED, ACTION, AGREED],
    "signed off": [DRAFTED, ADDED, ACTION, AGREED, ACHIEVED, SIGNED_OFF],
    "ended early": [DRAFTED, ADDED, ACTION, AGREED, ENDED_EARLY],
    "superseded": [DRAFTED, ADDED, ACTION, AGREED, SUPERSEDED],
}
OF_PLANS: dict[str, Command] = {
    "add a goal": AddGoal(
        goal=OTHER_GOAL,
        statement="Cook at home",
        behaviour="diet",
        kind="done_or_not",
        told_by="done_or_not",
        baseline=None,
        target=None,
        unit=None,
        due_on=DUE_ON,
        review_on=DUE_ON,
        set_at=MARCH,
        now=NOW,
    ),
    "agree": AgreePlan(
        how="in_person",
        importance=8,
        confidence=8,
        primary_issue=None,
        diet_subtype=None,
        secondary_issues=(),
        agreed_at=JANUARY,
        now=NOW,
    ),
    "revise a goal": ReviseGoal(
        goal=GOAL,
        statement="Walk to school and back",
        kind="done_or_not",
        told_by="done_or_not",
        baseline=None,
        target=None,
        unit=None,
        due_on=DUE_ON,
        review_on=DUE_ON,
        importance=None,
        confidence=None,
        reason=None,
        revised_at=MARCH,
        now=NOW,
    ),
    "goal's result": RecordGoalResult(goal=GOAL, result="achieved", recorded_at=MARCH, now=NOW),
    "review": ReviewPlan(
        results={GOAL: "achieved"}, next_review_on=None, reviewed_at=MARCH, now=NOW
    ),
    "sign off": SignOffPlan(
        results={GOAL: "achieved"},
        result=None,
        override_reason=None,
        client_present="in_person",
        not_present_reason=None,
        maintenance=(),
        signed_off_at=MARCH,
        now=NOW,
    ),
    "correct it": CorrectSignOff(
        results={GOAL: "not_achieved"},
        result=None,
        override_reason=None,
        reason="Another client's result was entered",
        maintenance=(),
        now=NOW,
    ),
    "end early": AbandonPlan(reason="lost_contact", ended_at=MARCH, now=NOW),
    "supersede": SupersedePlan(by=PlanId(UUID(int=4)), case=CASE, superseded_at=MARCH, now=NOW),
}


def attempt(days: int, *, by_letter: bool = False) -> MaintenanceCheckAttempted:
    return MaintenanceCheckAttempted(
        plan=PLAN,
        client=CLIENT,
        check=CHECK,
        channel="letter" if by_letter else "telephone",
        attempted_at=JUNE + timedelta(days=days),
    )


FELL_DUE = MaintenanceCheckFellDue(
    plan=PLAN, client=CLIENT, check=CHECK, months=3, due_on=DUE_ON
)
MAINTAINED = MaintenanceChecked(
    plan=PLAN,
    case=CASE,
    client=CLIENT,
    check=CHECK,
    months=3,
    result="maintained",
    mode="telephone",
    window_reason=None,
    checked_at=JUNE,
)
SCHEDULED: Sequence[Event] = [DRAFTED, ADDED, ACTION, AGREED, ACHIEVED, SIGNED_OFF]
CHECKS: dict[str, Sequence[Event]] = {
    "scheduled": SCHEDULED,
    "due": [*SCHEDULED, FELL_DUE],
    "tried three times": [
        *SCHEDULED,
        FELL_DUE,
        attempt(0),
        attempt(3, by_letter=True),
        attempt(10),
    ],
    "ended: maintained": [*SCHEDULED, FELL_DUE, MAINTAINED],
}


def ending(result: str, at: datetime = JUNE) -> RecordCheck:
    return RecordCheck(
        check=CHECK,
        result=result,  # type: ignore[arg-type]  # the table's columns are codes
        mode="telephone",
        window_reason=None,
        checked_at=at,
        now=NOW,
    )


OF_CHECKS: dict[str, Command] = {
    "its day comes": MarkCheckDue(check=CHECK, today=DUE_ON),
    "attempt": RecordAttempt(
        check=CHECK, channel="telephone", attempted_at=JUNE + timedelta(days=15), now=NOW
    ),
    "maintained": ending("maintained"),
    "maintained, 15 days early": ending("maintained", JUNE - timedelta(days=15)),
    "not maintained": ending("not_maintained"),
    "not contactable": ending("not_contactable"),
    "cancelled": ending("cancelled"),
    "a new plan begins": EndChecksOnReturn(
        new_plan=PlanId(UUID(int=4)),
        answer="partly",
        mode="in_person",
        returned_at=JUNE,
        now=NOW,
    ),
    "the client dies": EndForDeath(died_at=JUNE, now=NOW),
}


OPEN: Sequence[CaseEvent] = [OPENED, TALKED]
PAUSED = CasePaused(
    case=CASE,
    client=CLIENT,
    reason="hospital",
    expected_return_on=DUE_ON,
    paused_at=FEBRUARY,
)
GONE = CaseDisengaged(case=CASE, client=CLIENT, disengaged_at=FEBRUARY)
OFFERED = CaseTransferOffered(
    case=CASE,
    client=CLIENT,
    transfer=TransferId(UUID(int=81)),
    to_organisation="southfield-council",
    to_programme="southfield",
    reason="moved",
    agreed_to_share=True,
    offered_at=FEBRUARY,
)
CASES: dict[str, Sequence[CaseEvent]] = {
    "open": OPEN,
    "paused": [*OPEN, PAUSED],
    "disengaged": [*OPEN, GONE],
    "offered elsewhere": [*OPEN, OFFERED],
    "closed": [*OPEN, CLOSED],
    "closed by a death": [*OPEN, replace(CLOSED, reason="06")],
}
OF_CASES: dict[str, CaseCommand] = {
    "pause": PauseCase(
        reason="hospital",
        expected_return_on=DUE_ON,
        by_senior=True,
        paused_at=APRIL,
        now=NOW,
    ),
    "resume": ResumeCase(resumed_at=APRIL, now=NOW),
    "disengage": Disengage(disengaged_at=APRIL, now=NOW),
    "close": CloseCase(
        reason="07",
        detail=None,
        plans=(),
        checks_expected=True,
        pending_referrals=0,
        follow_up_by=None,
        closed_at=APRIL,
        now=NOW,
    ),
    "death": CloseForDeath(plans=(), closed_at=APRIL),
    "death taken back": ReopenAfterDeath(without_bookings=False, reopened_at=APRIL),
    "reopen": ReopenCase(because="came_back", reason="Rang", reopened_at=APRIL, now=NOW),
    "offer a transfer": OfferTransfer(
        transfer=TransferId(UUID(int=82)),
        organisation="wellbeing-northfield",
        to_organisation="southfield-council",
        to_programme="southfield",
        reason="moved",
        agreed_to_share=True,
        offered_at=APRIL,
        now=NOW,
    ),
    "take the offer back": TakeOfferBack(taken_back_at=APRIL, now=NOW),
    "transfer accepted": CompleteTransfer(
        transfer=TransferId(UUID(int=81)),
        organisation="wellbeing-northfield",
        new_case=CaseId(UUID(int=2)),
        plans=(),
        transferred_at=APRIL,
    ),
}


@pytest.mark.parametrize(
    "table",
    [
        lambda: state_table("plan", RULES, PLANS, OF_PLANS),
        lambda: state_table("check", RULES, CHECKS, OF_CHECKS),
    ],
    ids=["plans", "checks"],
)
def test_the_state_tables_are_what_the_rules_decide(table: Callable[[], str]) -> None:
    assert table() in README, f"the table must read:\n{table()}"


def test_how_cases_go_is_what_the_rules_decide() -> None:
    table = state_table("case", OF_A_CASE, CASES, OF_CASES)

    assert table in HOW_CASES_GO, f"the table must read:\n{table}"


def test_every_event_that_goes_out_is_named() -> None:
    told = [name for name in event_types() if name.startswith("ht.plans.")]

    assert [name for name in told if f"`{name.split('.')[2]}`" not in README] == []


def test_every_permission_is_named_with_its_roles() -> None:
    lines = {
        f"| `{permission}` | {', '.join(sorted(roles))} |"
        for permission, roles in PERMISSIONS.items()
    }

    assert sorted(line for line in lines if line not in README) == []
