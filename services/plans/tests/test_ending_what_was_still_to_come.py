"""A new plan or a death ends what was still to come, by the command that records it.

"A person who comes back with the same issue before a check is asked how the earlier change
held, and that answer completes the check; if not asked, the check becomes superseded. Death
cancels. A case has one plan after another: one in progress at a time."
"""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.codes import CaseId, CheckAnswer, CheckId, CheckResult, PlanId
from ht_plans.domain.plan.commands import Command
from ht_plans.domain.plan.events import (
    Event,
    MaintenanceChecked,
    PlanAbandoned,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan, decide, evolve
from ht_plans.domain.plan.refusals import (
    BeforeDraft,
    ModeNotSaid,
    NoPlanYet,
    OfAnotherCase,
    PlanHasEnded,
)
from ht_plans.domain.plan.revisions import (
    EndChecksOnReturn,
    EndForDeath,
    PlanSuperseded,
    SupersedePlan,
)
from ht_plans.domain.refusals import DatedInTheFuture

from .plan_at_work import (
    AMINA,
    CASE,
    DRAFTED,
    JANUARY,
    MARCH,
    PLAN,
    SIGNED_OFF,
    SIX,
    THREE,
    TWELVE,
    a_plan,
    achieved,
    not_achieved,
)

MAY, NEXT_YEAR = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2027, 5, 4, 9, tzinfo=UTC)
NEW_PLAN = PlanId(UUID(int=8))
MONTHS = {THREE: 3, SIX: 6, TWELVE: 12}
COMES_BACK = EndChecksOnReturn(
    new_plan=NEW_PLAN, answer="partly", mode="in_person", returned_at=MAY, now=NEXT_YEAR
)
DIES = EndForDeath(died_at=MAY, now=NEXT_YEAR)


def ended(
    check: CheckId, result: CheckResult, *, on_return: PlanId | None = NEW_PLAN
) -> MaintenanceChecked:
    answered = result in {"maintained", "partly", "not_maintained"}
    return MaintenanceChecked(
        plan=PLAN,
        case=CASE,
        client=AMINA,
        check=check,
        months=MONTHS[check],
        result=result,
        mode="in_person" if answered else None,
        window_reason=None,
        checked_at=MAY,
        on_return=on_return,
    )


def an_achieved_plan(*history: Event) -> Specification[Command, Plan, Event]:
    return a_plan(achieved(), SIGNED_OFF, *history)


@pytest.mark.parametrize("answer", ["maintained", "partly", "not_maintained"])
def test_the_answer_completes_the_check_that_was_to_come_next_and_no_other(
    answer: CheckAnswer,
) -> None:
    an_achieved_plan().when(replace(COMES_BACK, answer=answer)).then(
        ended(THREE, answer), ended(SIX, "superseded"), ended(TWELVE, "superseded")
    )


def test_an_answer_needs_no_reason_for_coming_before_its_window() -> None:
    early = replace(COMES_BACK, returned_at=MARCH)

    an_achieved_plan().when(early).then(
        *(
            replace(each, checked_at=MARCH)
            for each in (
                ended(THREE, "partly"),
                ended(SIX, "superseded"),
                ended(TWELVE, "superseded"),
            )
        )
    )


def test_where_nobody_asked_the_checks_are_superseded() -> None:
    an_achieved_plan().when(replace(COMES_BACK, answer=None, mode=None)).then(
        ended(THREE, "superseded"), ended(SIX, "superseded"), ended(TWELVE, "superseded")
    )


def test_a_check_that_has_ended_stays_as_it_is() -> None:
    done = replace(ended(THREE, "maintained", on_return=None), checked_at=MARCH)

    an_achieved_plan(done).when(COMES_BACK).then(
        ended(SIX, "partly"), ended(TWELVE, "superseded")
    )


def test_a_plan_with_nothing_to_ask_about_is_left_alone() -> None:
    nothing_came = replace(SIGNED_OFF, result="not_achieved", checks=())

    a_plan().when(COMES_BACK).then_nothing()
    a_plan(not_achieved(), nothing_came).when(COMES_BACK).then_nothing()


def test_a_new_plan_that_began_before_the_earlier_one_ended_is_no_return() -> None:
    an_achieved_plan().when(replace(COMES_BACK, returned_at=JANUARY)).then_nothing()


def test_how_the_client_was_asked_is_said() -> None:
    an_achieved_plan().when(replace(COMES_BACK, mode=None)).then_refused(ModeNotSaid)


def test_nobody_comes_back_tomorrow() -> None:
    an_achieved_plan().when(replace(COMES_BACK, now=MARCH)).then_refused(DatedInTheFuture)


def test_a_death_cancels_every_check_that_has_not_ended() -> None:
    done = replace(ended(THREE, "maintained", on_return=None), checked_at=MARCH)

    an_achieved_plan(done).when(DIES).then(
        replace(ended(SIX, "cancelled", on_return=None), by_death=True),
        replace(ended(TWELVE, "cancelled", on_return=None), by_death=True),
    )


def test_a_death_ends_a_plan_without_a_result() -> None:
    died = PlanAbandoned(plan=PLAN, case=CASE, client=AMINA, reason="died", ended_at=MAY)

    a_plan().when(DIES).then(died)
    a_plan(died).when(DIES).then_nothing()


def test_a_death_that_was_entered_late_ends_a_plan_no_earlier_than_it_began() -> None:
    before = replace(DIES, died_at=datetime(2025, 12, 1, 9, tzinfo=UTC))

    a_plan().when(before).then(
        PlanAbandoned(plan=PLAN, case=CASE, client=AMINA, reason="died", ended_at=JANUARY)
    )


def test_nobody_dies_tomorrow() -> None:
    a_plan().when(replace(DIES, now=MARCH)).then_refused(DatedInTheFuture)


SUPERSEDE = SupersedePlan(by=NEW_PLAN, case=CASE, superseded_at=MARCH, now=MAY)
SUPERSEDED = PlanSuperseded(
    plan=PLAN, case=CASE, client=AMINA, by=NEW_PLAN, superseded_at=MARCH
)


def test_another_plan_of_the_case_takes_the_place_of_this_one() -> None:
    a_plan().when(SUPERSEDE).then(SUPERSEDED)
    Specification(decide, evolve, NO_PLAN_YET).given(DRAFTED).when(SUPERSEDE).then(SUPERSEDED)


def test_a_plan_is_superseded_once_and_keeps_by_which() -> None:
    by_another = replace(SUPERSEDE, by=PlanId(UUID(int=9)))

    a_plan(SUPERSEDED).when(by_another).then_nothing()


def test_a_plan_that_has_ended_is_not_superseded() -> None:
    an_achieved_plan().when(SUPERSEDE).then_refused(PlanHasEnded)


def test_a_plan_takes_the_place_of_one_of_its_own_case() -> None:
    elsewhere = replace(SUPERSEDE, case=CaseId(UUID(int=2)))

    a_plan().when(elsewhere).then_refused(OfAnotherCase)


def test_a_plan_is_superseded_after_it_was_drafted_and_not_tomorrow() -> None:
    early = replace(SUPERSEDE, superseded_at=datetime(2026, 1, 11, 9, tzinfo=UTC))

    a_plan().when(early).then_refused(BeforeDraft)
    a_plan().when(replace(SUPERSEDE, now=JANUARY)).then_refused(DatedInTheFuture)


def test_a_superseded_plan_holds_its_case_no_longer() -> None:
    plan = evolve(evolve(NO_PLAN_YET, DRAFTED), SUPERSEDED)

    assert (plan.status, plan.in_progress, plan.ended_at) == ("superseded", False, MARCH)


@pytest.mark.parametrize("asked", [SUPERSEDE, DIES])
def test_nothing_ends_of_a_plan_that_was_never_drafted(asked: Command) -> None:
    Specification(decide, evolve, NO_PLAN_YET).when(asked).then_refused(NoPlanYet)
