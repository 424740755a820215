"""What the relay sends is what the contract says, and nothing that was said of a person."""

from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.registry import event_types
from ht_kit.publishing import Outgoing, StoredEvent
from ht_referrals.app import SERVICE

from .conftest import Referrals
from .world import SMOKE_FREE, TUESDAY, WEDNESDAY, a_consent

pytestmark = pytest.mark.engines

_EVENTS = """
SELECT position, event_id, stream_id, version, organisation, programme, stream_type, type,
       schema_version, body, recorded_at, hash
FROM events ORDER BY position
"""


async def a_whole_life(referrals: Referrals) -> None:
    await referrals.hears(a_consent(UUID(int=5)))
    place = await referrals.a_place()
    referral = f"/onward-referrals/{await referrals.a_draft(place)}"
    await referrals.post(f"{referral}/send", {"sent_at": TUESDAY.isoformat()}, by="tess")
    answer = {"answer": "completed", "how": "letter", "answered_at": WEDNESDAY.isoformat()}
    await referrals.post(f"{referral}/answers", answer, by="ada")
    renamed = {"name": "Smoke Free Weston", "contact": "Ben Invented", "active": False}
    await referrals.post(f"/directory/{place}/amend", renamed, by="sana")


async def what_leaves(referrals: Referrals) -> list[Outgoing]:
    publisher = SERVICE.publisher()
    connection = await asyncpg.connect(referrals.database.url("relay"))
    try:
        rows = await connection.fetch(_EVENTS)
    finally:
        await connection.close()
    return [publisher.to_message(StoredEvent(**row)) for row in rows]


async def test_every_message_can_be_read_by_its_contract(referrals: Referrals) -> None:
    await a_whole_life(referrals)

    envelopes = [orjson.loads(message.payload) for message in await what_leaves(referrals)]
    read = [
        contract.model_validate(envelope["data"])
        for envelope in envelopes
        if (contract := event_types().get(envelope["type"]))
    ]

    assert [each.type.split(".")[2] for each in read] == [
        "directory_entry_added",
        "referral_drafted",
        "referral_sent",
        "referral_outcome_recorded",
        "directory_entry_amended",
    ]
    assert all(Envelope[Any].model_validate(envelope) for envelope in envelopes)
    assert [each["type"] for each in envelopes if "data" not in each] == [
        "ht.referrals.directory_entry_renamed.v1",
        "ht.referrals.directory_contact_changed.v1",
    ]


async def test_no_name_contact_or_summary_is_in_a_message(referrals: Referrals) -> None:
    await a_whole_life(referrals)

    sent = " ".join(
        f"{message.subject} {message.headers} {message.payload.decode()}"
        for message in await what_leaves(referrals)
    )

    assert SMOKE_FREE["recipient"] in sent
    assert not [said for said in ("Asha", "Ben", "0161", "operation", "Weston") if said in sent]
