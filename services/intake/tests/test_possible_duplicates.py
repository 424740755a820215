"""Two referrals of one person from two sides wait, both shown, until somebody says."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest

from .conftest import Intake
from .world import APRIL, MAY, ROSES_REFERRAL

pytestmark = pytest.mark.engines

HERSELF: Mapping[str, Any] = {
    "source": "self",
    "received_at": APRIL,
    "consent": "agreed",
    "person": {"called": "R Unmistakable", "telephone": "+44 7700 900123"},
}
BY_HER_NEIGHBOUR: Mapping[str, Any] = {
    **HERSELF,
    "source": "carer_or_relative",
    "person": {"called": "Unmistakable Rosie", "postcode": "XX2 1AA"},
}
SOMEBODY_ELSE: Mapping[str, Any] = {
    **HERSELF,
    "person": {"called": "Ned Invented", "telephone": "07700 900124", "postcode": "XX2 1AA"},
}


def _worker(person: str) -> UUID:
    return uuid5(NAMESPACE_DNS, f"{person}.example.org")


async def two(intake: Intake) -> tuple[str, str]:
    first = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    second = (await intake.done("/referrals", HERSELF, by="ada"))["id"]
    return first, second


async def waiting(intake: Intake, person: str = "tess") -> list[str]:
    listed = await intake.get("/referrals?possible_duplicate=true", by=person)
    return [line["id"] for line in listed.json()["items"]]


async def test_a_twin_by_telephone_or_by_name_and_postcode_is_shown_with_both_sources(
    intake: Intake,
) -> None:
    first, second = await two(intake)
    third = (await intake.done("/referrals", BY_HER_NEIGHBOUR, by="ada"))["id"]
    await intake.done("/referrals", SOMEBODY_ELSE, by="ada")

    shown = (await intake.get(f"/referrals/{first}", by="tess")).json()
    other = (await intake.get(f"/referrals/{second}", by="tess")).json()

    assert await waiting(intake) == [first, second, third]
    assert [(each["id"], each["source"]) for each in shown["possible_duplicates"]] == [
        (second, "self"),
        (third, "carer_or_relative"),
    ]
    assert [(each["id"], each["sender"]) for each in other["possible_duplicates"]] == [
        (first, "a81001")
    ]


async def test_a_second_one_of_the_same_sender_is_genuine(intake: Intake) -> None:
    await intake.done("/referrals", ROSES_REFERRAL, by="ada")
    second = {**ROSES_REFERRAL, "sender": {"namespace": "a81001", "reference": "18"}}

    received = await intake.post("/referrals", second, by="ada")

    assert received.status_code == 201
    assert await waiting(intake) == []


async def test_that_both_are_meant_is_said_once_and_for_both(intake: Intake) -> None:
    first, second = await two(intake)
    body = {"other": first, "told_apart_at": MAY}

    await intake.done(f"/referrals/{second}/told-apart", body, by="tess")

    assert await waiting(intake) == []
    assert (await intake.get(f"/referrals/{first}", by="tess")).json()[
        "possible_duplicates"
    ] == []


async def test_one_that_is_a_duplicate_is_rejected_and_waits_no_more(intake: Intake) -> None:
    first, second = await two(intake)
    reject = {
        "reason": "duplicate",
        "rejected_at": MAY,
        "tell_referrer_by": "not_told",
        "person": {"not_told_because": "hears_of_their_other_referral"},
        "duplicate_of": first,
    }

    await intake.done(f"/referrals/{second}/reject", reject, by="sana")

    assert await waiting(intake) == []
    shown = (await intake.get(f"/referrals/{second}", by="tess")).json()
    assert (shown["rejected_because"], shown["duplicate_of"]) == ("duplicate", first)


async def test_nobody_of_another_programme_is_a_twin_or_can_be_named_as_one(
    intake: Intake,
) -> None:
    first = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    theirs = (await intake.done("/referrals", HERSELF, by="sam-of-southfield"))["id"]
    body = {"other": theirs, "told_apart_at": MAY}
    reject = {
        "reason": "duplicate",
        "rejected_at": MAY,
        "tell_referrer_by": "letter",
        "person": {"told_by": "in_person"},
        "duplicate_of": theirs,
    }

    apart = await intake.post(f"/referrals/{first}/told-apart", body, by="tess")
    rejected = await intake.post(f"/referrals/{first}/reject", reject, by="sana")

    assert await waiting(intake) == []
    assert (apart.status_code, rejected.status_code) == (404, 404)


async def with_a_case(intake: Intake) -> tuple[str, str, str]:
    referral, rose = await intake.accepted(), await intake.rose()
    await intake.takes_part(rose)
    body = {"client": rose, "converted_at": MAY}
    case = (await intake.done(f"/referrals/{referral}/convert", body, by="tess"))["case"]
    return referral, rose, case


async def test_somebody_who_has_a_case_is_with_us_already_and_linked(intake: Intake) -> None:
    _, rose, case = await with_a_case(intake)
    again = (await intake.done("/referrals", HERSELF, by="ada"))["id"]

    (known,) = (await intake.get(f"/referrals/{again}", by="ada")).json()["possible_duplicates"]
    linked = await intake.post(
        f"/referrals/{again}/link", {"client": rose, "linked_at": MAY}, by="ada"
    )
    shown = (await intake.get(f"/referrals/{again}", by="tess")).json()

    assert (known["client"], known["case"], known["status"]) == (rose, case, "converted")
    assert linked.status_code == 200
    assert (shown["status"], shown["client"], shown["case"]) == ("linked", rose, case)
    assert (await intake.history()).count("referral_converted") == 1


async def test_nobody_is_linked_to_a_case_that_never_opened(intake: Intake) -> None:
    referral, rose = await intake.accepted(), await intake.rose()
    body = {"client": rose, "linked_at": MAY}

    refused = await intake.post(f"/referrals/{referral}/link", body, by="ada")

    assert refused.json()["type"] == "urn:ht:problem:no-case-to-link-to"


async def test_a_twin_who_is_hidden_from_somebody_is_not_there_for_them(
    intake: Intake,
) -> None:
    first, rose, _ = await with_a_case(intake)
    again = (await intake.done("/referrals", HERSELF, by="ada"))["id"]
    worker = (await intake.get("/referrals", by="theo")).status_code
    conflict = {"worker": str(_worker("theo")), "kind": "relative", "declared_at": MAY}
    await intake.done(f"/clients/{rose}/conflicts", conflict, by="ada")

    theirs = (await intake.get(f"/referrals/{again}", by="theo")).json()
    listed = (await intake.get("/referrals", by="theo")).json()["items"]

    assert worker == 200
    assert theirs["possible_duplicates"] == []
    assert [(line["id"], line["possible_duplicate"]) for line in listed] == [(again, False)]
    assert await waiting(intake) == [first, again]


async def test_of_somebody_erased_nothing_is_found_any_more(intake: Intake) -> None:
    first, rose, _ = await with_a_case(intake)
    await intake.done(
        f"/clients/{rose}/erase",
        {"reason_code": "asked_by_the_person"},
        by="ida",
    )
    await intake.a_day_passes()
    await intake.done("/referrals", HERSELF, by="ada")

    assert await waiting(intake) == []
    assert "referral_forgotten" in await intake.history()
    shown = (await intake.get(f"/referrals/{first}", by="tess")).json()
    assert (shown["erased"], shown["person"]["called"]) == (True, None)
