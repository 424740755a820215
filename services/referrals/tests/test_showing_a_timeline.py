"""Where a client was told to go and sent on to, as it was known at any moment."""

from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest

from ht_contracts.intake import ConflictDeclared

from .conftest import Referrals
from .world import CASE, CLIENT, MONDAY, THURSDAY, TUESDAY, a_consent

pytestmark = pytest.mark.engines

PATH = f"/clients/{CLIENT}/timeline"
NONSENSE = f"/clients/{UUID(int=99)}/timeline"


async def a_life(referrals: Referrals) -> None:
    """Let a client be told of advice, and sent on."""
    place = await referrals.a_place()
    await referrals.hears(a_consent(UUID(int=5)))
    body = {"case": str(CASE), "destination": "advice", "signposted_at": TUESDAY.isoformat()}
    await referrals.post("/signposts", body, by="tess")
    draft = await referrals.a_draft(place)
    sending = {"sent_at": THURSDAY.isoformat()}
    sent = await referrals.post(f"/onward-referrals/{draft}/send", sending, by="tess")
    assert sent.status_code == 200, sent.text


async def test_a_timeline_has_signposts_and_referrals_with_what_was_written(
    referrals: Referrals,
) -> None:
    await a_life(referrals)

    entries = (await referrals.get(PATH, by="tess")).json()["items"]

    assert [(entry["what"], entry["event"]) for entry in entries] == [
        ("signpost", "signposted"),
        ("onward-referral", "referral_drafted"),
        ("onward-referral", "referral_sent"),
    ]
    assert entries[1]["happened_at"] == MONDAY.isoformat().replace("+00:00", "Z")
    assert entries[1]["words"] == {"summary": "Would like help before the operation in May"}
    for last, entry in enumerate(entries, start=1):
        known = await referrals.get(f"{PATH}?known_at={entry['position']}", by="tess")
        assert known.json()["items"] == entries[:last]


async def test_it_is_hidden_from_a_worker_who_is_too_close(referrals: Referrals) -> None:
    await a_life(referrals)
    tess = uuid5(NAMESPACE_DNS, "tess.example.org")

    await referrals.hears(ConflictDeclared(client=CLIENT, worker=tess, declared_at=TUESDAY))

    hidden = await referrals.get(PATH, by="tess")
    unknown = await referrals.get(NONSENSE, by="tess")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    assert (await referrals.get(PATH, by="sana")).status_code == 200


@pytest.mark.parametrize("by", ["tom-of-southfield", "tia-of-the-council"])
async def test_a_timeline_of_elsewhere_is_not_there(referrals: Referrals, by: str) -> None:
    await a_life(referrals)

    there = await referrals.get(PATH, by=by)
    nonsense = await referrals.get(NONSENSE, by=by)

    assert (there.status_code, there.content) == (404, nonsense.content)


async def test_some_have_no_business_with_timelines(referrals: Referrals) -> None:
    await a_life(referrals)

    for by in ("cho", "ada", "col"):
        assert (await referrals.get(PATH, by=by)).status_code == 403
