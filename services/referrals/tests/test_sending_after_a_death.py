"""Of somebody who has died nothing is written or sent, whenever it was begun."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ht_contracts.intake import DeathRecorded, DeathReversed
from ht_referrals.domain.refusals import ClientHasDied

from .conftest import Referrals
from .test_drafting_referrals import DRAFT, DRAFTED, nothing_yet
from .test_sending_referrals import CONSENT, SENT, a_draft, send
from .test_sending_without_consent import SEND
from .world import CLIENT, TUESDAY, a_consent

DIED = DeathRecorded(client=CLIENT, recorded_at=datetime(2026, 2, 2, 9, tzinfo=UTC))
ALIVE = DeathReversed(client=CLIENT, reversed_at=datetime(2026, 2, 3, 9, tzinfo=UTC))


def test_a_referral_begun_after_the_death_is_not_sent() -> None:
    a_draft().when(replace(send(CONSENT), client_has_died=True)).then_refused(ClientHasDied)


def test_nor_is_it_sent_without_consent() -> None:
    a_draft().when(replace(SEND, client_has_died=True)).then_refused(ClientHasDied)


def test_nothing_is_written_of_a_client_who_has_died() -> None:
    nothing_yet().when(replace(DRAFT, client_has_died=True)).then_refused(ClientHasDied)


def test_what_was_done_before_the_death_is_the_same_when_asked_again() -> None:
    a_draft(SENT).when(replace(send(CONSENT), client_has_died=True)).then()
    a_draft().when(replace(DRAFT, client_has_died=True)).then()


@pytest.mark.engines
async def test_a_draft_written_before_anybody_knew_does_not_leave(referrals: Referrals) -> None:
    await referrals.hears(a_consent(UUID(int=5)))
    place = await referrals.a_place()
    draft = await referrals.a_draft(place)
    await referrals.hears(DIED)
    body = {"sent_at": TUESDAY.isoformat()}

    refused = await referrals.post(f"/onward-referrals/{draft}/send", body, by="tess")
    assert refused.json()["type"] == "urn:ht:problem:client-has-died"

    await referrals.hears(ALIVE)
    sent = await referrals.post(f"/onward-referrals/{draft}/send", body, by="tess")
    assert sent.status_code == 200


@pytest.mark.engines
async def test_nothing_new_is_written_over_http(referrals: Referrals) -> None:
    await referrals.hears(DIED)
    body = {"case": str(DRAFTED.case), "entry": await referrals.a_place(), "reason": "04"}
    body |= {"drafted_at": TUESDAY.isoformat()}

    refused = await referrals.post("/onward-referrals", body, by="tess")

    assert refused.json()["type"] == "urn:ht:problem:client-has-died"
