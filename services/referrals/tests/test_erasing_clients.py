"""What was written of a client becomes unreadable when they are erased, and nothing is sent."""

from uuid import UUID

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import ClientErased
from ht_kit.ids import new_id
from ht_kit.verify import verify
from ht_referrals.handling import ERASURE
from ht_referrals.reactors import erase_what_we_hold_when_client_erased

from .conftest import Referrals
from .world import TUESDAY, WEDNESDAY, a_case, a_consent, message

pytestmark = pytest.mark.engines


# The key database is one for all tests: whoever is erased here belongs to one test alone.
@pytest.fixture
def client() -> UUID:
    return new_id()


@pytest.fixture
async def case(referrals: Referrals, client: UUID) -> UUID:
    known = a_case(new_id(), client)
    await referrals.hears(known)
    return known.case


async def hears_of_the_erasure(referrals: Referrals, client: UUID) -> None:
    told = ClientErased(client=client, erased_at=WEDNESDAY)
    event = Envelope[ClientErased].model_validate_json(message(told))
    await erase_what_we_hold_when_client_erased(
        event, referrals.handlers.of(ERASURE), referrals.handlers.sealing
    )
    await referrals.hears(told)


async def test_a_referral_shows_what_was_counted_and_nothing_that_was_written(
    referrals: Referrals, case: UUID, client: UUID
) -> None:
    draft = await referrals.a_draft(await referrals.a_place(), case=case)

    await hears_of_the_erasure(referrals, client)
    await hears_of_the_erasure(referrals, client)
    shown = await referrals.get(f"/onward-referrals/{draft}", by="tess")

    assert (shown.json()["erased"], shown.json()["reason"]) == (True, "04")
    assert "operation" not in shown.text
    assert (await referrals.history()).count("client_data_erased") == 1
    assert await verify(referrals.database.admin_url) == []


async def test_nothing_is_written_or_sent_of_somebody_erased(
    referrals: Referrals, case: UUID, client: UUID
) -> None:
    place = await referrals.a_place()
    draft = await referrals.a_draft(place, case=case)
    await referrals.hears(a_consent(new_id(), client=client))

    await hears_of_the_erasure(referrals, client)
    sent = await referrals.post(
        f"/onward-referrals/{draft}/send", {"sent_at": TUESDAY.isoformat()}, by="tess"
    )
    body = {"case": str(case), "entry": place, "reason": "04", "summary": "Words"}
    body["drafted_at"] = TUESDAY.isoformat()
    another = await referrals.post("/onward-referrals", body, by="tess")

    assert sent.status_code == 409
    assert another.json()["type"] == "urn:ht:problem:erased"


async def test_a_place_keeps_its_contact(referrals: Referrals, client: UUID) -> None:
    place = await referrals.a_place()

    await hears_of_the_erasure(referrals, client)

    shown = await referrals.get("/directory", by="tess")
    assert place in shown.text
