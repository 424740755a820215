"""A death stops what was to be sent, and every reminder; a mistake brings both back.

"One command stops every message, check, survey and reminder at once in this organisation,
closes without an outcome, can be taken back if it was a mistake."
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import DeathRecorded, DeathReversed
from ht_kit.due import DueRunner
from ht_referrals.reactors import (
    due_work,
    go_on_with_referrals_when_death_reversed,
    stop_referrals_when_death_recorded,
)

from .conftest import Referrals
from .test_silence import FOURTEENTH_DAY, a_sent_referral
from .world import CLIENT, TUESDAY, WEDNESDAY, a_consent, message

pytestmark = pytest.mark.engines


async def dies(referrals: Referrals, client: UUID = CLIENT) -> None:
    told = DeathRecorded(client=client, recorded_at=WEDNESDAY)
    event = Envelope[DeathRecorded].model_validate_json(message(told))
    await stop_referrals_when_death_recorded(event, referrals.handlers)


async def lives(referrals: Referrals) -> None:
    told = DeathReversed(client=CLIENT, reversed_at=WEDNESDAY)
    event = Envelope[DeathReversed].model_validate_json(message(told))
    await go_on_with_referrals_when_death_reversed(event, referrals.handlers)


async def the_day_comes(referrals: Referrals, day: date) -> None:
    noon = datetime.combine(day, time(12), UTC)
    runner = DueRunner("referrals", due_work(referrals.handlers), clock=lambda: noon)
    await runner.run_once(referrals.worker)


async def status(referrals: Referrals, referral: str) -> str:
    shown = await referrals.get(f"/onward-referrals/{referral}", by="tess")
    found: str = shown.json()["status"]
    return found


async def test_nobody_is_reminded_of_a_client_who_has_died(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)
    await dies(referrals)
    await dies(referrals)

    await the_day_comes(referrals, FOURTEENTH_DAY + timedelta(days=30))

    assert await status(referrals, referral) == "sent"
    assert (await referrals.history()).count("referral_stopped") == 1


async def test_nothing_is_sent_of_a_client_who_has_died(referrals: Referrals) -> None:
    await referrals.hears(a_consent(UUID(int=5)))
    draft = await referrals.a_draft(await referrals.a_place())
    await dies(referrals)
    body = {"sent_at": TUESDAY.isoformat()}

    refused = await referrals.post(f"/onward-referrals/{draft}/send", body, by="tess")
    assert refused.json()["type"] == "urn:ht:problem:client-has-died"

    await lives(referrals)
    await referrals.post(f"/onward-referrals/{draft}/send", body, by="tess")
    assert await status(referrals, draft) == "sent"


async def test_a_mistake_is_taken_up_again_and_reminded_of_in_time(
    referrals: Referrals,
) -> None:
    referral = await a_sent_referral(referrals)
    await dies(referrals)
    await the_day_comes(referrals, FOURTEENTH_DAY)

    await lives(referrals)
    await lives(referrals)

    assert await status(referrals, referral) == "unanswered"
    history = await referrals.history()
    assert history.count("referral_taken_up_again") == history.count("referral_unanswered") == 1


async def test_an_answer_that_comes_after_the_death_is_kept(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)
    await dies(referrals)

    body = {"answer": "completed", "answered_at": WEDNESDAY.isoformat(), "how": "letter"}
    await referrals.post(f"/onward-referrals/{referral}/answers", body, by="ada")

    assert await status(referrals, referral) == "completed"


async def test_the_death_of_another_client_stops_nothing(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)
    await dies(referrals, UUID(int=99))

    await the_day_comes(referrals, FOURTEENTH_DAY)

    assert await status(referrals, referral) == "unanswered"
