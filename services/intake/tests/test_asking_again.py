"""GP and work change while people are supported: every answer is kept, with its day."""

from datetime import datetime

from ht_intake.domain.client.area import Gp
from ht_intake.domain.client.commands import RecordEmployment, RecordGpStatus
from ht_intake.domain.client.events import EmploymentRecorded, GpStatusRecorded
from ht_intake.domain.refusals import DatedInTheFuture, NotAskedIsNoAnswer, PracticeOfNobody

from .people import APRIL, MAY, ROSE, TODAY, TOMORROW, rose

AT_WORK_IN_APRIL = EmploymentRecorded(client=ROSE, employment="01", recorded_at=APRIL)


def working(at: datetime) -> RecordEmployment:
    return RecordEmployment(employment="01", recorded_at=at, asked_at=TODAY)


def with_gp(gp: Gp, at: datetime = APRIL) -> RecordGpStatus:
    return RecordGpStatus(gp=gp, recorded_at=at, asked_at=TODAY)


def test_finding_work_is_added_to_what_was_known() -> None:
    rose().when(working(APRIL)).then(AT_WORK_IN_APRIL)


def test_still_being_at_work_later_is_a_fact_of_its_own() -> None:
    rose(AT_WORK_IN_APRIL).when(working(MAY)).then(
        EmploymentRecorded(client=ROSE, employment="01", recorded_at=MAY)
    )


def test_the_same_answer_of_the_same_moment_is_one_answer() -> None:
    rose(
        AT_WORK_IN_APRIL, EmploymentRecorded(client=ROSE, employment="02", recorded_at=MAY)
    ).when(working(APRIL)).then_nothing()


def test_work_is_not_recorded_ahead() -> None:
    rose().when(working(TOMORROW)).then_refused(DatedInTheFuture)


def test_registering_with_a_practice_is_noted() -> None:
    rose().when(with_gp(Gp(status="registered", practice="A81001"))).then(
        GpStatusRecorded(client=ROSE, status="registered", practice="A81001", recorded_at=APRIL)
    )


def test_a_practice_belongs_to_a_registration_here_too() -> None:
    rose().when(with_gp(Gp(status="V81999", practice="A81001"))).then_refused(PracticeOfNobody)


def test_what_was_answered_is_never_replaced_by_not_having_been_asked() -> None:
    nothing = RecordEmployment(employment="not_asked", recorded_at=MAY, asked_at=TODAY)

    rose(AT_WORK_IN_APRIL).when(nothing).then_refused(NotAskedIsNoAnswer)
    rose().when(with_gp(Gp(status="not_asked"))).then_refused(NotAskedIsNoAnswer)


def test_not_knowing_and_not_wishing_to_say_are_answers() -> None:
    declined = RecordEmployment(employment="ZZ", recorded_at=MAY, asked_at=TODAY)

    rose().when(declined).then(
        EmploymentRecorded(client=ROSE, employment="ZZ", recorded_at=MAY)
    )
    rose().when(with_gp(Gp(status="V81999"))).then(
        GpStatusRecorded(client=ROSE, status="V81999", practice=None, recorded_at=APRIL)
    )


def test_a_practice_is_not_recorded_ahead() -> None:
    rose().when(with_gp(Gp(status="V81997"), TOMORROW)).then_refused(DatedInTheFuture)
