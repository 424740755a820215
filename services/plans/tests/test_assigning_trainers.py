"""A client is supported by a health trainer: accredited, or in training under supervision.

"Champions signpost, log brief advice and hand over; they own no plans." The programme may cap
a trainer's caseload; going beyond it is possible, with a reason.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import AssignTrainer, Command, Worker
from ht_plans.domain.case.events import CaseOpened, Event, TrainerAssigned
from ht_plans.domain.case.refusals import (
    CaseloadFull,
    ChampionsHandOver,
    NotAccredited,
    NotATrainer,
    NotInTheProgramme,
)
from ht_plans.domain.codes import CaseId, ClientId, ReferralId, WorkerId
from ht_plans.domain.refusals import DatedInTheFuture

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
TOM, WINSTON = WorkerId(UUID(int=31)), WorkerId(UUID(int=32))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
ACCREDITED = frozenset({"city_and_guilds_level_3"})


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    opened = CaseOpened(
        case=CASE,
        client=AMINA,
        referral=ReferralId(UUID(int=8)),
        programme="northfield",
        opened_at=MONDAY,
    )
    return Specification(decide, evolve, NO_CASE_YET).given(opened, *history)


def a_worker(
    *roles: str,
    worker: WorkerId = TOM,
    accreditations: frozenset[str] = ACCREDITED,
    caseload: int = 0,
) -> Worker:
    return Worker(
        worker=worker,
        roles=frozenset(roles),
        accreditations=accreditations,
        caseload=caseload,
    )


def assign(
    worker: Worker, *, cap: int | None = None, override_reason: str | None = None
) -> AssignTrainer:
    return AssignTrainer(
        worker=worker,
        cap=cap,
        override_reason=override_reason,
        assigned_at=MONDAY,
        now=MONDAY,
    )


def assigned(worker: WorkerId = TOM, *, reason: str | None = None) -> TrainerAssigned:
    return TrainerAssigned(
        case=CASE,
        client=AMINA,
        worker=worker,
        assigned_at=MONDAY,
        over_cap=reason is not None,
        override_reason=reason,
    )


def test_an_accredited_health_trainer_can_support_a_client() -> None:
    a_case().when(assign(a_worker("health-trainer"))).then(assigned())


def test_a_trainer_in_training_supports_clients_under_supervision() -> None:
    learner = a_worker("health-trainer", accreditations=frozenset({"in_training"}))

    a_case().when(assign(learner)).then(assigned())


def test_a_senior_may_support_clients_too() -> None:
    a_case().when(assign(a_worker("senior"))).then(assigned())


def test_a_champion_hands_over_and_supports_nobody() -> None:
    a_case().when(assign(a_worker("champion"))).then_refused(ChampionsHandOver)


def test_a_champion_who_became_a_trainer_can_support_a_client() -> None:
    a_case().when(assign(a_worker("champion", "health-trainer"))).then(assigned())


def test_an_administrator_is_not_a_trainer() -> None:
    a_case().when(assign(a_worker("administrator"))).then_refused(NotATrainer)


def test_a_worker_of_another_programme_is_not_assigned() -> None:
    a_case().when(assign(a_worker())).then_refused(NotInTheProgramme)


@pytest.mark.parametrize("held", ["none", "rsph_level_2_health_improvement"])
def test_a_trainer_without_level_3_is_not_assigned(held: str) -> None:
    unaccredited = a_worker("health-trainer", accreditations=frozenset({held}))

    a_case().when(assign(unaccredited)).then_refused(NotAccredited)


def test_a_client_can_move_to_another_trainer() -> None:
    winston = a_worker("health-trainer", worker=WINSTON)

    a_case(assigned(TOM)).when(assign(winston)).then(assigned(WINSTON))


def test_the_last_place_of_a_caseload_can_be_filled() -> None:
    a_case().when(assign(a_worker("health-trainer", caseload=34), cap=35)).then(assigned())


def test_a_full_caseload_takes_nobody_more() -> None:
    full = a_worker("health-trainer", caseload=35)

    a_case().when(assign(full, cap=35)).then_refused(CaseloadFull)


def test_a_full_caseload_can_be_exceeded_with_a_reason() -> None:
    full = a_worker("health-trainer", caseload=35)

    (
        a_case()
        .when(assign(full, cap=35, override_reason="Speaks Sylheti"))
        .then(assigned(reason="Speaks Sylheti"))
    )


def test_without_a_cap_a_caseload_has_no_limit() -> None:
    a_case().when(assign(a_worker("health-trainer", caseload=500))).then(assigned())


def test_an_assignment_cannot_be_dated_in_the_future() -> None:
    tomorrow = replace(
        assign(a_worker("health-trainer")), assigned_at=MONDAY + timedelta(days=1)
    )

    a_case().when(tomorrow).then_refused(DatedInTheFuture)
