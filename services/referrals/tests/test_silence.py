"""Fourteen days without an answer are marked by the calendar, whoever is at work."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from ht_kit.due import DueRunner
from ht_referrals.reactors import due_work

from .conftest import Referrals
from .world import TUESDAY, WEDNESDAY, a_consent

pytestmark = pytest.mark.engines

SENT_ON = TUESDAY.date()
FOURTEENTH_DAY = SENT_ON + timedelta(days=14)


async def the_day_comes(referrals: Referrals, day: date) -> int:
    noon = datetime.combine(day, time(12), UTC)
    runner = DueRunner("referrals", due_work(referrals.handlers), clock=lambda: noon)
    return await runner.run_once(referrals.worker)


async def a_sent_referral(referrals: Referrals) -> str:
    await referrals.hears(a_consent(UUID(int=5)))
    referral = await referrals.a_draft(await referrals.a_place())
    body = {"sent_at": TUESDAY.isoformat()}
    await referrals.post(f"/onward-referrals/{referral}/send", body, by="tess")
    return referral


async def answered(referrals: Referrals, referral: str, at: str) -> None:
    body = {"answer": "completed", "answered_at": at, "how": "letter"}
    await referrals.post(f"/onward-referrals/{referral}/answers", body, by="ada")


async def test_silence_is_marked_once(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)

    early = await the_day_comes(referrals, FOURTEENTH_DAY - timedelta(days=1))
    first = await the_day_comes(referrals, FOURTEENTH_DAY)
    again = await the_day_comes(referrals, FOURTEENTH_DAY)
    listed = await referrals.get("/onward-referrals?status=unanswered", by="maya")

    assert (early, first, again) == (0, 1, 0)
    assert [line["id"] for line in listed.json()["items"]] == [referral]
    assert (await referrals.history()).count("referral_unanswered") == 1


async def test_an_answer_after_the_mark_is_taken_and_shown_as_late(
    referrals: Referrals,
) -> None:
    referral = await a_sent_referral(referrals)
    await the_day_comes(referrals, FOURTEENTH_DAY)

    await answered(referrals, referral, (TUESDAY + timedelta(days=20)).isoformat())
    shown = (await referrals.get(f"/onward-referrals/{referral}", by="tess")).json()

    assert shown["status"] == "completed"
    assert [each["late"] for each in shown["outcomes"]] == [True]
    assert await the_day_comes(referrals, FOURTEENTH_DAY) == 0


async def test_whoever_answered_is_not_asked_after(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)
    await answered(referrals, referral, WEDNESDAY.isoformat())

    assert await the_day_comes(referrals, FOURTEENTH_DAY) == 0


async def test_a_draft_waits_for_nobody(referrals: Referrals) -> None:
    await referrals.a_draft(await referrals.a_place())

    assert await the_day_comes(referrals, FOURTEENTH_DAY + timedelta(days=400)) == 0
