"""Invented people, days and places that the tests of the rules speak of."""

from datetime import UTC, date, datetime
from uuid import UUID

from ht_intake.domain.client.area import Area, Gp
from ht_intake.domain.client.client import decide
from ht_intake.domain.client.commands import Command, RegisterClient
from ht_intake.domain.client.events import ClientRegistered, Event
from ht_intake.domain.client.state import NO_CLIENT_YET, Client, evolve
from ht_kit.testing import Specification

MARCH = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
APRIL = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
MAY = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
TODAY = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 6, 16, 10, 0, tzinfo=UTC)

ROSE = UUID(int=7)
ROSES_NUMBER = "9990000018"
ROSES_STREET = Area(
    postcode="XX1 1AA",
    lsoa="E01999001",
    ward="E05999001",
    local_authority="E06999001",
    lookup_version="sample",
    decile=3,
    edition="sample",
)


def registering(
    *,
    name: str | None = "Rose Invented",
    called: str | None = None,
    birth: date = date(1970, 6, 1),
    known_here: bool = False,
    area: Area = ROSES_STREET,
    gp: Gp = Gp(status="registered", practice="A81001"),  # noqa: B008 - frozen
    at: datetime = MARCH,
) -> RegisterClient:
    return RegisterClient(
        client=ROSE,
        programme="northfield",
        registered_at=at,
        asked_at=TODAY,
        name=name,
        called=called,
        birth=birth,
        nhs_number=ROSES_NUMBER,
        nhs_number_absent=None,
        possible_same_person=known_here,
        gender="2",
        ethnicity="A",
        gp=gp,
        employment="02",
        area=area,
        how_reached="direct",
    )


def registered(command: RegisterClient) -> ClientRegistered:
    (event,) = decide(command, NO_CLIENT_YET)
    assert isinstance(event, ClientRegistered)
    return event


def nobody_yet() -> Specification[Command, Client, Event]:
    return Specification(decide, evolve, NO_CLIENT_YET)


def rose(*history: Event) -> Specification[Command, Client, Event]:
    return nobody_yet().given(registered(registering()), *history)
