"""Who takes part: organisations, the programmes they lead, and the workers who act in them."""

from datetime import date
from uuid import UUID

from ht_intake.domain import organisation, programme
from ht_intake.domain.codes import Role
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    EmployerUnknown,
    LeavesBeforeJoining,
    NotAMember,
    ProgrammeUnknown,
)
from ht_intake.domain.worker import membership, worker
from ht_kit.testing import Specification

from .people import TODAY

TESS = UUID(int=5)
MONDAY, TUESDAY, FRIDAY = date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 12)
NEXT_WEEK = date(2026, 6, 22)
TESS_REGISTERED = worker.WorkerRegistered(
    worker=TESS, sign_in="tess-trainer", name="Tess Invented", employer="northfield-trust"
)
TESS_JOINED = membership.ProgrammeJoined(
    worker=TESS,
    organisation="wellbeing-northfield",
    programme="northfield",
    roles=("health-trainer",),
    joined_on=TUESDAY,
)


def a_worker(
    *history: worker.Event,
) -> Specification[worker.Command, worker.Worker, worker.Event]:
    return Specification(worker.decide, worker.evolve, worker.NO_WORKER_YET).given(*history)


def a_membership(
    *history: membership.Event,
) -> Specification[membership.Command, membership.Membership, membership.Event]:
    nobody = membership.NO_MEMBERSHIP_YET
    return Specification(membership.decide, membership.evolve, nobody).given(*history)


def registering(*, employer_known: bool = True) -> worker.RegisterWorker:
    return worker.RegisterWorker(
        worker=TESS,
        sign_in="tess-trainer",
        name="Tess Invented",
        employer="northfield-trust",
        employer_known=employer_known,
    )


def joining(
    roles: frozenset[Role] = frozenset({"health-trainer"}), *, known: bool = True
) -> membership.JoinProgramme:
    return membership.JoinProgramme(
        worker=TESS,
        organisation="wellbeing-northfield",
        programme="northfield",
        programme_known=known,
        roles=roles,
        on=TUESDAY,
    )


def test_an_organisation_is_registered_once() -> None:
    asked = organisation.RegisterOrganisation(
        organisation="northfield-trust", name="Northfield NHS Trust", kind="nhs"
    )
    Specification(
        organisation.decide, organisation.evolve, organisation.NO_ORGANISATION_YET
    ).when(asked).then(
        organisation.OrganisationRegistered(
            organisation="northfield-trust", name="Northfield NHS Trust", kind="nhs"
        )
    )


def test_a_programme_is_registered_once_with_its_checks_in_order() -> None:
    asked = programme.RegisterProgramme(
        programme="northfield",
        name="Northfield Health Trainers",
        area="Northfield",
        region="North West",
        maintenance_months=(12, 3, 6, 3),
    )
    Specification(programme.decide, programme.evolve, programme.NO_PROGRAMME_YET).when(
        asked
    ).then(
        programme.ProgrammeRegistered(
            programme="northfield",
            name="Northfield Health Trainers",
            area="Northfield",
            region="North West",
            maintenance_months=(3, 6, 12),
        )
    )


def test_a_worker_is_registered_once() -> None:
    a_worker().when(registering()).then(TESS_REGISTERED)


def test_an_employer_is_one_of_the_organisations() -> None:
    a_worker().when(registering(employer_known=False)).then_refused(EmployerUnknown)


def test_an_accreditation_is_noted_with_its_day() -> None:
    asked = worker.RecordAccreditation(
        accreditation="city_and_guilds_level_3", on=MONDAY, asked_at=TODAY
    )

    a_worker(TESS_REGISTERED).when(asked).then(
        worker.WorkerAccredited(worker=TESS, accreditation="city_and_guilds_level_3", on=MONDAY)
    )


def test_an_accreditation_is_not_noted_ahead() -> None:
    asked = worker.RecordAccreditation(
        accreditation="ncsct_level_2", on=NEXT_WEEK, asked_at=TODAY
    )

    a_worker(TESS_REGISTERED).when(asked).then_refused(DatedInTheFuture)


def test_a_worker_joins_a_programme_in_a_role() -> None:
    a_membership().when(joining()).then(TESS_JOINED)


def test_an_organisation_gives_roles_in_its_own_programmes_only() -> None:
    a_membership().when(joining(known=False)).then_refused(ProgrammeUnknown)


def test_joining_twice_is_joining_once() -> None:
    a_membership(TESS_JOINED).when(joining()).then_nothing()


def test_new_roles_take_the_place_of_the_old() -> None:
    asked = joining(frozenset({"senior", "health-trainer"}))

    a_membership(TESS_JOINED).when(asked).then(
        membership.ProgrammeJoined(
            worker=TESS,
            organisation="wellbeing-northfield",
            programme="northfield",
            roles=("health-trainer", "senior"),
            joined_on=TUESDAY,
        )
    )


def test_a_worker_leaves_on_a_day() -> None:
    a_membership(TESS_JOINED).when(membership.LeaveProgramme(on=FRIDAY)).then(
        membership.ProgrammeLeft(worker=TESS, programme="northfield", left_on=FRIDAY)
    )


def test_nobody_leaves_before_they_joined() -> None:
    a_membership(TESS_JOINED).when(membership.LeaveProgramme(on=MONDAY)).then_refused(
        LeavesBeforeJoining
    )


def test_nobody_leaves_what_they_never_joined() -> None:
    a_membership().when(membership.LeaveProgramme(on=FRIDAY)).then_refused(NotAMember)
