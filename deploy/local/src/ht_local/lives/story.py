"""What one client's life with the service was: data, told once, in order of time.

A story knows no id and no address. `telling` carries it out over HTTP; the tests of a data
set count its moments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from ht_contracts.codes import (
    Channel,
    CheckResult,
    Destination,
    DietSubtype,
    EndedEarly,
    Instrument,
    Issue,
    Phase,
    PlanResult,
    ReferralSource,
    SessionType,
)

Reading: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What intake's register is told about a client."""

    name: str
    birth_date: date
    nhs_number: str | None
    gender: str
    ethnicity: str
    gp_status: str
    employment: str
    postcode: str | None
    no_fixed_abode: bool = False
    telephone: str | None = None
    practice: str = "A81001"

    def form(self, registered_at: datetime) -> dict[str, object]:
        """Give it as the register takes it."""
        gp = {"status": self.gp_status}
        if self.gp_status == "registered":
            gp["practice"] = self.practice
        form: dict[str, object] = {
            "registered_at": registered_at.isoformat(),
            "name": self.name,
            "birth": {"date": self.birth_date.isoformat()},
            "gender": self.gender,
            "ethnicity": self.ethnicity,
            "gp": gp,
            "employment": self.employment,
            "how_reached": "direct",
        }
        if self.nhs_number is None:
            form["nhs_number_absent"] = "not_known"
        else:
            form["nhs_number"] = self.nhs_number
        if self.no_fixed_abode:
            form["no_fixed_abode"] = True
        elif self.postcode is None:
            form["postcode_declined"] = True
        else:
            form["postcode"] = self.postcode
        if self.telephone is not None:
            form["telephone"] = self.telephone
        return form


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Client and health trainer met."""

    at: datetime
    kind: SessionType


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The client did not come, and had given no notice."""

    at: datetime
    kind: SessionType


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One conversation about how the client is; what is not in `readings` was declined."""

    at: datetime
    phase: Phase
    readings: Mapping[Instrument, Reading] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A plan was written, with its goals and one action step each."""

    at: datetime
    issue: Issue
    diet_subtype: DietSubtype | None = None
    secondary: tuple[Issue, ...] = ()
    goals: tuple[str, ...] = ("What we agreed on",)
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The client agreed the plan, in person."""

    at: datetime
    importance: int | str = "declined"
    confidence: int | str = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Client and health trainer looked at how the plan goes."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOff:
    """The plan ended with a result per goal; overridden where a reason is given."""

    at: datetime
    results: tuple[PlanResult, ...]
    result: PlanResult
    override_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedPlan:
    """The plan ended early."""

    at: datetime
    reason: EndedEarly


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """Somebody tried to reach the client about a check."""

    at: datetime
    months: int
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A maintenance check ended."""

    at: datetime
    months: int
    result: CheckResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Signposted:
    """The client was told where to go."""

    at: datetime
    destination: Destination


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the partner answered, entered on its behalf."""

    at: datetime
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentOn:
    """An onward referral was drafted, and perhaps sent, answered or withdrawn."""

    at: datetime
    destination: Destination
    sent: bool = True
    answers: tuple[Answered, ...] = ()
    withdrawn_at: datetime | None = None


Moment: TypeAlias = (
    Met
    | Missed
    | Measured
    | Drafted
    | Agreed
    | Reviewed
    | SignedOff
    | EndedPlan
    | Attempted
    | Checked
    | Signposted
    | SentOn
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One client: how they came, who they are, and what followed, in order of time.

    `reference` is the sender's reference of the inbound referral: by it the story is found
    again. `consents` are the destinations whose recipients the client agreed to.
    """

    reference: str
    source: ReferralSource
    registered_at: datetime
    person: Person
    trainer: str
    consents: tuple[Destination, ...] = ()
    moments: tuple[Moment, ...] = ()
