"""As little as the person wishes to say is enough; what can be coded is coded that day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ht_intake.domain.client.area import Area, Gp
from ht_intake.domain.client.events import ClientRegistered
from ht_intake.domain.codes import AgeBand, Unresolved
from ht_intake.domain.refusals import (
    BornInTheFuture,
    BornTooLongAgo,
    DatedInTheFuture,
    NameNeeded,
    PracticeOfNobody,
)

from .people import (
    MARCH,
    ROSE,
    ROSES_NUMBER,
    TOMORROW,
    nobody_yet,
    registered,
    registering,
    rose,
)


def test_what_is_coded_stands_beside_what_is_personal() -> None:
    nobody_yet().when(registering()).then(
        ClientRegistered(
            client=ROSE,
            programme="northfield",
            registered_at=MARCH,
            name="Rose Invented",
            called=None,
            birth_date=date(1970, 6, 1),
            age_band="55-59",
            nhs_number=ROSES_NUMBER,
            nhs_number_status="02",
            nhs_number_absent=None,
            possible_same_person=False,
            gender="2",
            ethnicity="A",
            gp_status="registered",
            gp_practice="A81001",
            employment="02",
            how_reached="direct",
            reached_through=None,
            telephone=None,
            postcode="XX1 1AA",
            lsoa="E01999001",
            ward="E05999001",
            local_authority="E06999001",
            lookup_version="sample",
            decile=3,
            quintile=2,
            deprivation_edition="sample",
            unresolved=None,
        )
    )


def test_a_client_is_registered_once() -> None:
    rose().when(registering()).then_nothing()


def test_what_the_person_wishes_to_be_called_is_name_enough() -> None:
    assert registered(registering(name=None, called="Rosie")).called == "Rosie"


def test_somebody_has_to_be_called_something() -> None:
    nobody_yet().when(registering(name=None)).then_refused(NameNeeded)


def test_nobody_is_registered_tomorrow() -> None:
    nobody_yet().when(registering(at=TOMORROW)).then_refused(DatedInTheFuture)


def test_a_number_held_already_is_for_a_person_to_look_at_and_no_refusal() -> None:
    assert registered(registering(known_here=True)).possible_same_person


def test_a_number_typed_by_hand_is_never_called_verified() -> None:
    assert registered(registering()).nhs_number_status == "02"


def test_a_missing_number_keeps_its_reason() -> None:
    missing = replace(registering(), nhs_number=None, nhs_number_absent="not_known")

    assert registered(missing).nhs_number_status == "07"
    assert registered(missing).nhs_number_absent == "not_known"


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2026, 3, 9), "0-11"),
        (date(2014, 3, 10), "0-11"),
        (date(2014, 3, 9), "12-15"),
        (date(2010, 3, 9), "16-17"),
        (date(2008, 3, 9), "18-19"),
        (date(2006, 3, 10), "18-19"),
        (date(2006, 3, 9), "20-24"),
        (date(1936, 3, 10), "85-89"),
        (date(1936, 3, 9), "90+"),
        (date(1906, 3, 9), "90+"),
        (date(1984, 2, 29), "40-44"),
    ],
)
def test_the_age_band_is_that_of_the_day_of_registration(born: date, band: AgeBand) -> None:
    assert registered(registering(birth=born)).age_band == band


def test_the_day_of_registration_is_the_day_in_london() -> None:
    just_past_midnight = datetime(2026, 4, 30, 23, 5, tzinfo=UTC)  # 1 May, 00:05 BST
    birthday = registering(birth=date(2006, 5, 1), at=just_past_midnight)

    assert registered(birthday).age_band == "20-24"


def test_an_age_band_is_enough() -> None:
    told = registered(replace(registering(), birth="40-44"))

    assert (told.age_band, told.birth_date) == ("40-44", None)


def test_an_age_may_be_declined() -> None:
    assert registered(replace(registering(), birth="declined")).age_band == "declined"


def test_nobody_is_born_after_they_register() -> None:
    nobody_yet().when(registering(birth=date(2026, 3, 10))).then_refused(BornInTheFuture)


def test_nobody_is_older_than_120() -> None:
    nobody_yet().when(registering(birth=date(1905, 3, 9))).then_refused(BornTooLongAgo)


@pytest.mark.parametrize("decile", range(1, 11))
def test_two_published_deciles_make_a_quintile(decile: int) -> None:
    area = Area(postcode="XX1 1AA", decile=decile, edition="IoD2025")

    assert registered(registering(area=area)).quintile == (decile + 1) // 2


@pytest.mark.parametrize(
    "reason",
    ["no_fixed_abode", "declined", "not_in_lookup", "outside_england", "institution"],
)
def test_without_a_published_decile_there_is_a_reason_and_no_quintile(
    reason: Unresolved,
) -> None:
    unresolved = registered(registering(area=Area(unresolved=reason)))

    assert (unresolved.quintile, unresolved.unresolved) == (None, reason)


def test_a_practice_belongs_to_a_registration() -> None:
    odd = Gp(status="V81997", practice="A81001")

    nobody_yet().when(registering(gp=odd)).then_refused(PracticeOfNobody)


def test_being_with_no_practice_is_an_answer() -> None:
    assert registered(registering(gp=Gp(status="V81997"))).gp_status == "V81997"
