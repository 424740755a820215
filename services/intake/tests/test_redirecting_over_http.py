"""What is redirected to another programme arrives there, once, and only as was agreed."""

from collections.abc import Mapping
from typing import Any

import pytest

from .conftest import Intake
from .world import APRIL, ROSES_REFERRAL, SAID_IN_THE_REFERRAL

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
