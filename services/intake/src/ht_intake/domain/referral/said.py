"""The parts that a referral is made of, and how a person hears what was decided."""

from dataclasses import dataclass
from datetime import datetime

from ht_intake.domain.codes import AgreementToldBy, Channel, Destination, NotToldBecause, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The sender's own name for a referral: the same one twice is one referral."""

    namespace: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrer:
    """Who referred, where somebody did."""

    organisation: str | None = None
    name: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """When the person agreed to be referred, and on whose word; None where nobody said."""

    at: datetime | None = None
    told_by: AgreementToldBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """As much as a referral says about the person: enough to contact them.

    `safe_channels` are those that somebody said are safe; what was not said is not.
    `reached_through` names a person or place that they are reached through, such as a hostel.
    """

    called: str | None = None
    telephone: str | None = None
    postcode: str | None = None
    safe_channels: tuple[Channel, ...] = ()
    email: str | None = None
    reached_through: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where somebody was met: the kind of place, its name, and what was going on there."""

    kind: Place | None = None
    place: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTold:
    """How the person hears that this is not the place, or why not; and where else to go."""

    by: Channel | None = None
    not_because: NotToldBecause | None = None
    where_else: tuple[Destination, ...] = ()
