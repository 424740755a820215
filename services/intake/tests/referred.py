"""Rose's referral, as the tests of the rules tell of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ht_intake.domain.codes import Channel, ContactResult
from ht_intake.domain.referral.commands import Command, ReceiveReferral
from ht_intake.domain.referral.contact_events import ContactAttempted
from ht_intake.domain.referral.events import ClientReferred, Event, ReferralAccepted
from ht_intake.domain.referral.evolving import evolve
from ht_intake.domain.referral.referral import decide
from ht_intake.domain.referral.said import Person
from ht_intake.domain.referral.state import NO_REFERRAL_YET, Referral
from ht_kit.testing import Specification

from .people import APRIL, MARCH, TODAY

REFERRAL = UUID(int=41)
CASE = UUID(int=31)
COMING = ReceiveReferral(
    referral=REFERRAL,
    programme="northfield",
    source="gp_practice",
    consent="agreed",
    received_at=MARCH,
    asked_at=TODAY,
    needs=("diet",),
    person=Person(
        called="Rose",
        telephone="07700 900001",
        postcode="XX1 1AA",
        safe_channels=("telephone",),
    ),
)
ACCEPTED = ReferralAccepted(
    referral=REFERRAL, accepted_at=MARCH, overridden=False, override_reason=None
)


def came(asked: ReceiveReferral = COMING) -> ClientReferred:
    (event,) = decide(asked, NO_REFERRAL_YET)
    assert isinstance(event, ClientReferred)
    return event


def by_somebody(**person: str | None) -> ClientReferred:
    """Give Rose's referral with something else, or nothing, said of her."""
    told = Person(called=person.get("called", "Rose"), telephone=person.get("telephone"))
    return came(replace(COMING, person=told))


def nothing_yet() -> Specification[Command, Referral, Event]:
    return Specification(decide, evolve, NO_REFERRAL_YET)


def a_referral(*history: Event) -> Specification[Command, Referral, Event]:
    return nothing_yet().given(came(), *history)


def tried(
    days: int,
    hours: int = 0,
    *,
    channel: Channel = "telephone",
    result: ContactResult = "no_answer",
    since: datetime = APRIL,
) -> ContactAttempted:
    at = since + timedelta(days=days, hours=hours)
    return ContactAttempted(
        referral=REFERRAL,
        attempt=UUID(int=1000 + days * 24 + hours),
        at=at,
        channel=channel,
        result=result,
        through="direct",
    )
