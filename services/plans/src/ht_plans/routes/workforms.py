"""What may be said of the way into work. There is no field for a number of the client's."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ht_plans.domain.work.codes import (
    Benefit,
    Employment,
    EmploymentClosed,
    EmploymentReferredBy,
    EmploymentSupport,
    SustainedWork,
    WorkProgress,
    YesOrNo,
)
from ht_plans.domain.work.events import Circumstances
from ht_plans.routes.forms import Day, Form

Hours: TypeAlias = Annotated[int, Field(ge=0, le=100)]


class CircumstancesForm(Form):
    """Work and benefits as the client tells them. There is no field for a number of theirs."""

    weekly_hours: Hours | None = None
    self_employed: YesOrNo = "not_known"
    off_sick: YesOrNo = "not_known"
    benefits: Annotated[tuple[Benefit, ...], Field(max_length=10)] = ()
    employment_support: EmploymentSupport | None = None
    support_referred_on: Day | None = None


class StatusForm(Form):
    """How the client stands towards work."""

    status: Employment
    circumstances: CircumstancesForm = CircumstancesForm()


class BeginEmploymentForm(StatusForm):
    """The body of POST /cases/{id}/employment. Somebody who was told to come is not taken."""

    referred_by: EmploymentReferredBy
    agreed: bool
    mandated: bool
    begun_on: Day


class EmploymentStatusForm(StatusForm):
    """The body of POST /employment/{id}/statuses."""

    recorded_on: Day


class CloseEmploymentForm(StatusForm):
    """The body of POST /employment/{id}/close."""

    reason: EmploymentClosed
    closed_on: Day


class DistanceForm(Form):
    """The body of POST /employment/{id}/readings: a step for each domain that was rated."""

    ratings: Annotated[dict[str, int], Field(max_length=20)]
    read_on: Day


class ProgressForm(Form):
    """The body of POST /employment/{id}/progress."""

    kind: WorkProgress
    weekly_hours: Hours | None = None
    taken_up_on: Day


class SustainedForm(Form):
    """The body of POST /employment/{id}/progress/{progress}/sustained."""

    weeks: Literal[13, 26]
    result: SustainedWork
    checked_on: Day


def circumstances_of(form: StatusForm) -> Circumstances:
    """Give work and benefits as the client told them."""
    told = form.circumstances
    return Circumstances(
        weekly_hours=told.weekly_hours,
        self_employed=told.self_employed,
        off_sick=told.off_sick,
        benefits=told.benefits,
        employment_support=told.employment_support,
        support_referred_on=told.support_referred_on,
    )
