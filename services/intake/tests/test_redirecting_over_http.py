"""What is redirected to another programme arrives there, once, and only as was agreed."""

from collections.abc import Mapping
from typing import Any

import pytest

from .conftest import Intake
from .world import APRIL, MARCH, ROSE, ROSES_REFERRAL, SAID_IN_THE_REFERRAL

pytestmark = pytest.mark.engines

REDIRECT: Mapping[str, Any] = {
    "to": "other_health_trainer_service",
    "programme": "southfield",
    "person_agreed": True,
    "redirected_at": APRIL,
    "tell_referrer_by": "letter",
    "person": {"told_by": "in_person"},
}


async def redirected(intake: Intake, **changes: object) -> str:
    await intake.programme("northfield")
    await intake.programme("southfield")
    referral = str((await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"])
    await intake.done(f"/referrals/{referral}/redirect", {**REDIRECT, **changes}, by="sana")
    return referral


async def test_the_other_programme_receives_it_once_with_all_that_was_said(
    intake: Intake,
) -> None:
    referral = await redirected(intake)

    await intake.a_day_passes()
    await intake.a_day_passes(1)
    (line,) = (await intake.get("/referrals", by="sam-of-southfield")).json()["items"]
    shown = (await intake.get(f"/referrals/{line['id']}", by="sam-of-southfield")).json()
    here = (await intake.get(f"/referrals/{referral}", by="tess")).json()

    assert line["sender"] == {"namespace": "redirected", "reference": referral}
    assert (line["status"], line["contact_by"]) == ("received", "2026-04-23")
    assert shown["person"]["called"] == "Rosie Unmistakable"
    assert shown["referrer"]["name"] == "Dr Quill"
    assert (here["status"], here["redirected_to_programme"]) == ("redirected", "southfield")
    assert (await intake.history()).count("client_referred") == 2
    stored = await intake.everything_stored()
    assert [said for said in SAID_IN_THE_REFERRAL if said in stored] == []


async def test_nobody_keeps_a_referral_out_by_taking_the_name_that_it_comes_by(
    intake: Intake,
) -> None:
    referral = await redirected(intake)
    taken = {**ROSES_REFERRAL, "sender": {"namespace": "redirected", "reference": referral}}

    answer = await intake.post("/referrals", taken, by="sam-of-southfield")
    await intake.a_day_passes()

    assert answer.status_code == 422
    (line,) = (await intake.get("/referrals", by="sam-of-southfield")).json()["items"]
    assert line["sender"] == taken["sender"]


async def test_who_is_erased_is_readable_where_they_were_passed_on_from_no_more(
    intake: Intake,
) -> None:
    referral, sam = await redirected(intake), "sam-of-southfield"
    await intake.a_day_passes()
    (line,) = (await intake.get("/referrals", by=sam)).json()["items"]
    client = (await intake.done("/clients", ROSE, by=sam))["id"]
    agreed = {"agreed_at": MARCH, "how": "in_person", "notice_version": "2026-01"}
    await intake.done(f"/clients/{client}/taking-part", agreed, by=sam)
    later = (await intake.get(f"/referrals/{line['id']}", by=sam)).json()["received_at"]
    await intake.done(f"/referrals/{line['id']}/accept", {"accepted_at": later}, by=sam)
    converted = {"client": client, "converted_at": later}
    await intake.done(f"/referrals/{line['id']}/convert", converted, by=sam)

    why = {"reason_code": "asked_by_the_person"}
    await intake.done(f"/clients/{client}/erase", why, by="ida")
    await intake.a_day_passes()
    shown = await intake.get(f"/referrals/{referral}", by="sana")

    assert (shown.json()["erased"], shown.json()["status"]) == (True, "redirected")
    assert [said for said in SAID_IN_THE_REFERRAL if said in shown.text] == []
    assert await intake.backed_up_keys([client, referral, line["id"]]) == []


async def test_to_another_service_nothing_is_sent(intake: Intake) -> None:
    await redirected(intake, to="exercise", programme=None, person_agreed=False)

    await intake.a_day_passes(1)

    assert (await intake.history()).count("client_referred") == 1


async def test_nothing_goes_without_agreement_or_to_a_programme_that_is_not_ours(
    intake: Intake,
) -> None:
    await intake.programme("southfield")
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    path = f"/referrals/{referral}/redirect"

    unasked = await intake.post(path, {**REDIRECT, "person_agreed": False}, by="sana")
    foreign = await intake.post(path, {**REDIRECT, "programme": "eastside"}, by="sana")
    unsafe = await intake.post(path, {**REDIRECT, "person": {"told_by": "text"}}, by="sana")

    assert unasked.json()["type"] == "urn:ht:problem:agreement-to-pass-on-needed"
    assert foreign.json()["type"] == "urn:ht:problem:programme-unknown"
    assert unsafe.json()["type"] == "urn:ht:problem:channel-not-safe"
    assert "referral_redirected" not in await intake.history()
