"""Anybody may refer themselves, and nobody learns by it who is known."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from .conftest import Intake
from .world import COUNCIL, ROSES_REFERRAL

pytestmark = pytest.mark.engines

NED: Mapping[str, Any] = {
    "called": "Ned Invented",
    "telephone": "07700 900124",
    "safe_channels": ["telephone"],
    "needs": ["diet"],
    "words": "My knees hurt on the stairs",
    "agreed": True,
}
ROSE_AGAIN = {**NED, "called": "Rosie Unmistakable", "telephone": "07700 900123"}


async def test_a_self_referral_waits_in_the_inbox_and_is_the_system_s_act(
    intake: Intake,
) -> None:
    await intake.programme("northfield")

    sent = await intake.as_nobody(NED)
    (line,) = (await intake.get("/referrals", by="tess")).json()["items"]
    shown = (await intake.get(f"/referrals/{line['id']}", by="tess")).json()
    stored = await intake.everything_stored()

    assert (sent.status_code, sent.json()) == (201, {"reference": line["reference"]})
    assert (line["source"], line["consent"]) == ("self", "agreed")
    assert line["contact_by"] is not None
    assert (shown["words"], shown["person"]["safe_channels"]) == (NED["words"], ["telephone"])
    assert '"authid":"system:anybody"' in stored
    assert [each for each in ("Ned", "900124", "knees", "127.0.0.1") if each in stored] == []


HOMELESS: Mapping[str, Any] = {
    "called": "Ned Invented",
    "safe_channels": ["in_person"],
    "reached_through": "Harbour House Invented",
    "agreed": True,
}


async def test_who_has_neither_telephone_nor_address_is_reached_by_what_they_have(
    intake: Intake,
) -> None:
    await intake.programme("northfield")
    deaf = {**NED, "telephone": None, "safe_channels": ["email"], "email": "ned@example.org"}

    taken = [(await intake.as_nobody(body)).status_code for body in (HOMELESS, deaf)]

    lines = (await intake.get("/referrals", by="tess")).json()["items"]
    shown = [(await intake.get(f"/referrals/{line['id']}", by="tess")).json() for line in lines]
    ways = [(each["person"]["reached_through"], each["person"]["email"]) for each in shown]
    stored = await intake.everything_stored()
    assert taken == [201, 201]
    assert ways == [("Harbour House Invented", None), (None, "ned@example.org")]
    assert [each for each in ("Harbour House", "ned@example") if each in stored] == []


@pytest.mark.parametrize("changed", [{"reached_through": None}, {"safe_channels": ["email"]}])
async def test_who_can_be_reached_by_nothing_that_they_name_is_asked_again(
    intake: Intake, changed: dict[str, object]
) -> None:
    await intake.programme("northfield")

    assert (await intake.as_nobody({**HOMELESS, **changed})).status_code == 422


async def test_somebody_known_is_answered_like_anybody(intake: Intake) -> None:
    await intake.programme("northfield")
    await intake.done("/referrals", ROSES_REFERRAL, by="ada")
    await intake.rose()

    known = await intake.as_nobody(ROSE_AGAIN)
    unknown = await intake.as_nobody(NED)

    assert known.status_code == unknown.status_code == 201
    assert known.json().keys() == unknown.json().keys() == {"reference"}
    told = {"x-correlation-id", "content-length"}
    assert {name for name in known.headers if name not in told} == {
        name for name in unknown.headers if name not in told
    }


async def test_the_same_key_twice_or_at_one_moment_is_one_referral(intake: Intake) -> None:
    await intake.programme("northfield")

    answers = await asyncio.gather(*(intake.as_nobody(NED, key="once") for _ in range(3)))

    assert len({answer.json()["reference"] for answer in answers}) == 1
    assert (await intake.history()).count("client_referred") == 1


async def test_one_address_cannot_fill_the_list(intake: Intake) -> None:
    await intake.programme("northfield")

    answers = [await intake.as_nobody(NED) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert answers[-1].json()["type"] == "urn:ht:problem:too-many"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 3600
    assert (await intake.history()).count("client_referred") == 3


async def test_nobody_is_believed_who_says_they_are_at_another_address(intake: Intake) -> None:
    await intake.programme("northfield")

    answers = [
        await intake.as_nobody(NED, headers={"X-Forwarded-For": f"192.0.2.{number}"})
        for number in range(4)
    ]

    assert answers[-1].status_code == 429


async def test_behind_proxies_of_ours_each_sender_counts_and_a_programme_has_its_limit(
    intake: Intake,
) -> None:
    await intake.programme("northfield")
    settings = intake.app.state.settings
    intake.app.state.settings = settings.model_copy(update={"proxies": 1})

    answers = [
        await intake.as_nobody(NED, headers={"X-Forwarded-For": f"10.0.0.1, 192.0.2.{number}"})
        for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [201] * 5 + [429]


async def test_a_programme_may_take_none_from_the_page(intake: Intake) -> None:
    await intake.programme("northfield")
    await intake.done("/taking-in", {"self_referrals": False}, by="maya")

    refused = await intake.as_nobody(NED)

    assert refused.json()["type"] == "urn:ht:problem:no-self-referrals"


async def test_there_is_no_programme_but_those_that_there_are(intake: Intake) -> None:
    await intake.programme("northfield")

    nowhere = await intake.as_nobody(NED, programme="nowhere")
    unsaid = await intake.as_nobody(NED, programme=None)
    badly = await intake.as_nobody(NED, programme="No Slug")
    elsewhere = await intake.as_nobody(NED, headers={"Ht-Organisation": COUNCIL})

    assert (nowhere.status_code, elsewhere.status_code) == (404, 404)
    assert (unsaid.status_code, badly.status_code) == (400, 422)
    assert await intake.history() == ["programme_registered"]


WRONG: list[tuple[str, object]] = [
    ("agreed", False),
    ("called", ""),
    ("called", "x" * 201),
    ("telephone", "ring"),
    ("telephone", None),
    ("safe_channels", []),
    ("safe_channels", ["pigeon"]),
    ("needs", ["happiness"]),
    ("words", "x" * 4001),
    ("nhs_number", "9990000018"),
    ("source", "gp_practice"),
    ("received_at", "2026-03-09T10:00:00Z"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
async def test_what_cannot_be_meant_is_answered_plainly(
    intake: Intake, field: str, value: object
) -> None:
    await intake.programme("northfield")

    answer = await intake.as_nobody({**NED, field: value})

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:ht:problem:invalid"
    assert "9990000018" not in answer.text
    assert await intake.history() == ["programme_registered"]


async def test_a_body_that_is_too_large_is_not_read(intake: Intake) -> None:
    await intake.programme("northfield")

    answer = await intake.as_nobody({**NED, "words": "x" * 300_000})

    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:ht:problem:too-large"


async def test_nothing_else_is_open_to_somebody_without_a_token(intake: Intake) -> None:
    await intake.programme("northfield")

    answer = await intake.get("/referrals", by="nobody at all")

    assert answer.status_code == 401
