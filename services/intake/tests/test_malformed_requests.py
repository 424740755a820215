"""Whatever is sent that cannot be meant is refused clearly, and never repeated back."""

import json

import pytest

from .conftest import Intake
from .world import MARCH, ROSE, ROSES_REFERRAL

pytestmark = pytest.mark.engines

WRONG_CLIENTS: list[tuple[str, object]] = [
    ("nhs_number", "9434765918"),
    ("nhs_number", "9999999999"),
    ("nhs_number", 9990000018),
    ("nhs_number", "9" * 10_000),
    ("postcode", "not a postcode"),
    ("postcode", ["XX2 1AA"]),
    ("telephone", "ring the bell"),
    ("name", "x" * 201),
    ("name", "   "),
    ("registered_at", "2026-03-09T10:00:00"),
    ("registered_at", "yesterday"),
    ("registered_at", 1_700_000_000),
    ("registered_at", "1700000000"),
    ("registered_at", "0001-01-01T00:00:00+14:00"),
    ("birth", {}),
    ("birth", {"date": "1970-06-01", "declined": True}),
    ("birth", {"date": "1970-02-30"}),
    ("birth", {"date": 0}),
    ("birth", {"age_band": "30ish"}),
    ("birth", {"declined": False}),
    ("gender", "3"),
    ("ethnicity", "I"),
    ("gp", {"status": "unknown"}),
    ("gp", {"status": "registered", "practice": "the one by the church"}),
    ("employment", "09"),
    ("how_reached", "somehow"),
    ("nhs_number_absent", "not_known"),
    ("postcode_declined", True),
    ("no_fixed_abode", "yes"),
    ("quintile", 1),
]
WRONG_REFERRALS: list[tuple[str, object]] = [
    ("source", None),
    ("source", "the moon"),
    ("consent", "probably"),
    ("mandated", "no"),
    ("needs", ["diet"] * 13),
    ("needs", ["happiness"]),
    ("sender", {"namespace": "a81001"}),
    ("sender", {"namespace": "a81001", "reference": "9990000018"}),
    ("sender", {"namespace": "a81001", "reference": "spaces are not"}),
    ("note", "x" * 4001),
    ("person", {"nhs_number": "9990000018"}),
]


WRONG_BODIES: list[tuple[str, object, str]] = [
    ("/organisations", {"organisation": "No Slug", "name": "x", "kind": "nhs"}, "olive"),
    ("/organisations", {"organisation": "slug", "name": "x", "kind": "bank"}, "olive"),
    ("/programmes", {"programme": "slug", "maintenance_months": []}, "amir"),
    ("/workers", {"sign_in": "Tess Trainer", "name": "Tess", "employer": "trust"}, "amir"),
    ("/clients/search", {"nhs_number": "1234567890"}, "tess"),
    ("/clients/names", {"ids": [], "purpose": "list"}, "tess"),
    ("/clients/names", {"ids": [f"{n:032x}" for n in range(201)], "purpose": "x1"}, "tess"),
    ("/clients", [], "ada"),
    ("/clients", "a client", "ada"),
]
WRONG_ADDRESSES = [
    "/referrals?status=lost",
    "/referrals?limit=0",
    "/referrals?limit=201",
    "/referrals?after=guessed",
    "/referrals?name=Rose",
    "/referrals?sender_reference=9990000018",
    "/referrals/not-an-id",
    "/clients/not-an-id",
    "/organisations?after=guessed",
]


async def test_nobody_is_registered_with_what_cannot_be_meant(intake: Intake) -> None:
    for field, value in WRONG_CLIENTS:
        answer = await intake.post("/clients", {**ROSE, field: value}, by="ada")

        assert answer.status_code == 422, (field, value, answer.text)
        assert answer.json()["type"] == "urn:ht:problem:invalid"
        assert len(str(value)) < 4 or str(value) not in answer.text
    assert await intake.history() == []


async def test_nothing_is_received_that_cannot_be_meant(intake: Intake) -> None:
    for field, value in WRONG_REFERRALS:
        answer = await intake.post("/referrals", {**ROSES_REFERRAL, field: value}, by="ada")

        assert answer.status_code == 422, (field, value, answer.text)
    assert await intake.history() == []


async def test_other_bodies_that_cannot_be_meant_are_refused(intake: Intake) -> None:
    for path, body, person in WRONG_BODIES:
        answer = await intake.post(path, body, by=person)

        assert answer.status_code == 422, (path, body, answer.text)


async def test_an_address_that_cannot_be_meant_is_refused(intake: Intake) -> None:
    for path in WRONG_ADDRESSES:
        answer = await intake.get(path, by="ada")

        assert answer.status_code == 422, (path, answer.text)


async def test_bytes_that_are_no_json_are_told_so(intake: Intake) -> None:
    half = json.dumps(ROSE).encode()[:-9]
    lone_surrogate = json.dumps({**ROSE, "called": "\ud800"}).encode()
    a_nought = json.dumps({**ROSE, "called": "R\0se"}).encode()
    too_long = json.dumps({**ROSE, "note": "x" * 10_000_000}).encode()

    answers = [
        await intake.post_bytes("/clients", sent, by="ada")
        for sent in (b"", b"\xff", half, lone_surrogate, a_nought, too_long)
    ]

    assert [answer.status_code for answer in answers] == [422, 400, 400, 422, 422, 413]
    assert await intake.history() == []


async def test_what_is_not_said_is_asked_for(intake: Intake) -> None:
    answer = await intake.post("/clients", {"registered_at": MARCH}, by="ada")

    assert {error["field"] for error in answer.json()["errors"]} == {"how_reached"}


async def test_nothing_is_told_to_somebody_unknown(intake: Intake) -> None:
    assert (await intake.get("/organisations", by="a stranger")).status_code == 401
