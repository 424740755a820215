"""A case ends with a reason; what it came to is derived from what took place, never keyed.

"Rejected when: an active plan has no ending; pending referral without owner; maintenance
checks not scheduled after an achieved plan." "A case may end well without any plan (wider
help, advice only)."
"""

from dataclasses import replace
from typing import Literal

import pytest

from ht_plans.domain.case.closing import (
    ChecksNotScheduled,
    ClosedBeforeItOpened,
    ClosedOtherwise,
    DetailDoesNotFit,
    NothingToComplete,
    NotSaidWhatHelped,
    PendingReferralWithoutOwner,
    PlanHasNoEnding,
)
from ht_plans.domain.case.commands import BookSession, RecordAttended
from ht_plans.domain.case.course_commands import CloseCase, CloseForDeath, PlanStanding
from ht_plans.domain.case.course_events import CaseClosed
from ht_plans.domain.case.events import Event
from ht_plans.domain.case.refusals import CaseHasClosed
from ht_plans.domain.case.slots import taken_by
from ht_plans.domain.case.state import NO_CASE_YET, evolve
from ht_plans.domain.codes import ClosureDetail, Conclusion
from ht_plans.domain.refusals import DatedInTheFuture, DeathIsTheClients

from .case_at_work import (
    A_DAY,
    APRIL,
    BOOKED,
    CLOSED,
    FEBRUARY,
    JANUARY,
    MARCH,
    OPENED,
    SEEN,
    SIGNED_OFF,
    TALKED,
    TOM,
    VISIT,
    a_case,
    a_plan,
    closure_code,
)

CLOSE = CloseCase(
    reason="07",
    detail=None,
    plans=(),
    checks_expected=True,
    pending_referrals=0,
    follow_up_by=None,
    closed_at=MARCH,
    now=MARCH,
)
ABANDONED = a_plan("abandoned")


def closed(
    reason: str,
    conclusion: Conclusion,
    detail: ClosureDetail | None = None,
) -> CaseClosed:
    return replace(CLOSED, reason=closure_code(reason), conclusion=conclusion, detail=detail)


def test_a_case_in_which_nothing_took_place_was_cancelled() -> None:
    a_case().when(CLOSE).then(closed("07", "cancelled"))


def test_a_case_that_was_worked_in_ended_early() -> None:
    a_case(SEEN).when(CLOSE).then(closed("07", "ended_early"))


def test_a_conversation_is_something_that_took_place() -> None:
    a_case(TALKED).when(CLOSE).then(closed("07", "ended_early"))


def test_a_case_whose_last_plan_was_signed_off_is_completed_whatever_the_reason() -> None:
    moved = replace(CLOSE, reason="03", plans=(ABANDONED, SIGNED_OFF))

    a_case(TALKED, SEEN).when(moved).then(closed("03", "completed"))


def test_a_case_whose_last_plan_ended_early_ended_early() -> None:
    moved = replace(CLOSE, reason="03", plans=(SIGNED_OFF, ABANDONED))

    a_case(TALKED, SEEN).when(moved).then(closed("03", "ended_early"))


@pytest.mark.parametrize("helped", ["wider_help", "advice_only"])
def test_a_case_may_end_well_without_any_plan(helped: ClosureDetail) -> None:
    done = replace(CLOSE, reason="02", detail=helped)

    a_case(SEEN).when(done).then(closed("02", "completed", helped))


def test_a_case_that_was_completed_without_a_plan_says_what_helped() -> None:
    a_case(SEEN).when(replace(CLOSE, reason="02")).then_refused(NotSaidWhatHelped)


def test_a_case_with_a_plan_signed_off_needs_no_more_words() -> None:
    done = replace(CLOSE, reason="02", plans=(SIGNED_OFF,))

    a_case(TALKED, SEEN).when(done).then(closed("02", "completed"))
    a_case(TALKED, SEEN).when(replace(done, detail="advice_only")).then_refused(
        DetailDoesNotFit
    )


def test_nothing_is_completed_where_nothing_took_place() -> None:
    done = replace(CLOSE, reason="02", detail="advice_only")

    a_case().when(done).then_refused(NothingToComplete)


@pytest.mark.parametrize(
    ("history", "plans", "detail", "conclusion"),
    [
        ([], (), "never_attended_assessment", "cancelled"),
        ([SEEN], (), "never_attended_assessment", "ended_early"),
        ([TALKED], (), "dropped_out_before_plan", "ended_early"),
        ([TALKED], (ABANDONED,), "dropped_out_during_plan", "ended_early"),
        ([TALKED], (SIGNED_OFF,), "dropped_out_after_sign_off", "completed"),
    ],
)
def test_when_a_client_dropped_out_is_derived(
    history: list[Event],
    plans: tuple[PlanStanding, ...],
    detail: ClosureDetail,
    conclusion: Conclusion,
) -> None:
    gone = replace(CLOSE, reason="05", plans=plans)

    a_case(*history).when(gone).then(closed("05", conclusion, detail))


def test_another_detail_than_the_derived_one_is_refused() -> None:
    gone = replace(CLOSE, reason="05", detail="dropped_out_during_plan")

    a_case(TALKED).when(gone).then_refused(DetailDoesNotFit)


def test_a_detail_stands_only_where_it_means_something() -> None:
    moved = replace(CLOSE, reason="03", detail="wider_help")

    a_case(SEEN).when(moved).then_refused(DetailDoesNotFit)


@pytest.mark.parametrize("status", ["draft", "agreed"])
def test_a_case_with_a_plan_in_progress_stays_open(
    status: Literal["draft", "agreed"],
) -> None:
    early = replace(CLOSE, plans=(SIGNED_OFF, a_plan(status)))

    a_case(TALKED).when(early).then_refused(PlanHasNoEnding)


def test_an_achieved_plan_without_checks_is_put_right_first() -> None:
    unchecked = replace(CLOSE, plans=(a_plan("signed_off", "achieved"),))

    a_case(TALKED).when(unchecked).then_refused(ChecksNotScheduled)


@pytest.mark.parametrize(
    "plan",
    [a_plan("signed_off", "not_achieved"), a_plan("signed_off", "achieved", imported=True)],
    ids=["nothing to maintain", "of another system"],
)
def test_a_plan_that_needs_no_checks_may_be_without(plan: PlanStanding) -> None:
    a_case(TALKED).when(replace(CLOSE, plans=(plan,))).then(closed("07", "completed"))


def test_a_programme_that_checks_nothing_expects_no_checks() -> None:
    plans = (a_plan("signed_off", "achieved"),)

    a_case(TALKED).when(replace(CLOSE, plans=plans, checks_expected=False)).then(
        closed("07", "completed")
    )


def test_a_referral_that_waits_for_an_answer_needs_an_owner() -> None:
    waiting = replace(CLOSE, pending_referrals=1)

    a_case(SEEN).when(waiting).then_refused(PendingReferralWithoutOwner)
    a_case(SEEN).when(replace(waiting, follow_up_by=TOM)).then(
        replace(closed("07", "ended_early"), follow_up_by=TOM)
    )


def test_an_owner_is_named_only_where_something_waits() -> None:
    a_case(SEEN).when(replace(CLOSE, follow_up_by=TOM)).then(closed("07", "ended_early"))


def test_a_case_ends_once() -> None:
    a_case(CLOSED).when(CLOSE).then_nothing()


def test_a_case_that_has_ended_does_not_end_otherwise() -> None:
    a_case(CLOSED).when(replace(CLOSE, reason="03")).then_refused(ClosedOtherwise)


def test_a_case_cannot_end_tomorrow() -> None:
    tomorrow = replace(CLOSE, closed_at=MARCH + A_DAY)

    a_case().when(tomorrow).then_refused(DatedInTheFuture)


def test_a_case_cannot_end_before_it_began() -> None:
    before = replace(CLOSE, closed_at=JANUARY - A_DAY)

    a_case().when(before).then_refused(ClosedBeforeItOpened)


def test_nothing_is_arranged_after_the_end() -> None:
    later = BookSession(
        session=VISIT, kind="review", medium="01", place=None, planned_start=APRIL
    )

    a_case(CLOSED).when(later).then_refused(CaseHasClosed)


def test_what_happened_before_the_end_can_still_be_entered() -> None:
    late = RecordAttended(
        session=VISIT,
        kind="walk_in",
        medium="01",
        place="N02",
        attendance="5",
        started_at=FEBRUARY,
        duration_minutes=45,
        note=None,
        now=APRIL,
    )

    a_case(CLOSED).when(late).then(replace(SEEN, entered_at=APRIL))


def test_what_was_booked_after_the_end_takes_nobodys_time() -> None:
    case = NO_CASE_YET
    for event in (OPENED, BOOKED):
        case = evolve(case, event)

    assert taken_by(case)
    assert not taken_by(evolve(case, CLOSED))


def test_a_death_closes_a_case_of_itself_and_is_not_entered_as_a_reason() -> None:
    a_case(SEEN).when(replace(CLOSE, reason="06")).then_refused(DeathIsTheClients)


def test_a_death_ends_a_case_whatever_is_open() -> None:
    died = CloseForDeath(plans=(ABANDONED,), closed_at=MARCH)

    a_case(TALKED, BOOKED).when(died).then(closed("06", "ended_early"))


def test_a_death_changes_nothing_of_a_case_that_had_ended() -> None:
    a_case(CLOSED).when(CloseForDeath(plans=(), closed_at=APRIL)).then_nothing()
