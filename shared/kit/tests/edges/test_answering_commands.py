"""What a command is answered with, and what it must bring along."""

import httpx
import pytest

from .an_interface import GOAL, THING, WHOLE, WORKER, Seen


async def test_a_command_is_answered_with_what_it_made(maya: httpx.AsyncClient) -> None:
    answer = await maya.post("/things", json=WHOLE)

    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(THING),
        "version": 3,
        "position": 123,
        "goal": str(GOAL),
        "repeated": False,
    }
    assert answer.headers["etag"] == '"3"'
    assert answer.headers["ht-position"] == "plans=123"


async def test_a_command_that_makes_nothing_new_is_answered_200(
    maya: httpx.AsyncClient,
) -> None:
    answer = await maya.post(f"/things/{THING}/go")

    assert answer.status_code == 200
    assert answer.headers["ht-position"] == "plans=124"


async def test_the_circumstances_of_a_command(maya: httpx.AsyncClient, seen: Seen) -> None:
    traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = await maya.post(
        "/things",
        json=WHOLE,
        headers={
            "If-Match": '"3"',
            "X-Correlation-Id": str(GOAL),
            "traceparent": traceparent,
        },
    )

    (asked,) = seen.asked
    assert asked.actor.subject == WORKER
    assert asked.actor.organisation == "wellbeing"
    assert asked.key == "k-1"
    assert asked.expected_version == 3
    assert asked.correlation_id == GOAL
    assert asked.traceparent == traceparent
    assert asked.at.utcoffset() is not None
    assert answer.headers["x-correlation-id"] == str(GOAL)


async def test_a_fingerprint_tells_bodies_and_addresses_apart(
    maya: httpx.AsyncClient, seen: Seen
) -> None:
    await maya.post("/things", json=WHOLE)
    await maya.post("/things", json=WHOLE)
    await maya.post("/things", json={**WHOLE, "number": 1})
    await maya.post(f"/things/{THING}/go")
    await maya.post(f"/things/{GOAL}/go")

    first, again, *others = (asked.fingerprint for asked in seen.asked)
    assert first == again
    assert len({first, *others}) == 4


async def test_a_command_needs_a_key(maya: httpx.AsyncClient, seen: Seen) -> None:
    missing = await maya.post("/things", json=WHOLE, headers={"Idempotency-Key": ""})
    too_long = await maya.post("/things", json=WHOLE, headers={"Idempotency-Key": "k" * 201})

    assert missing.status_code == 400
    assert missing.json()["type"] == "urn:ht:problem:idempotency-key-missing"
    assert too_long.status_code == 422
    assert seen.asked == []


@pytest.mark.parametrize("version", ["3", 'W/"3"', '"x"', '"3", "4"', '"-1"'])
async def test_a_version_that_cannot_be_read_is_no_version(
    version: str, maya: httpx.AsyncClient, seen: Seen
) -> None:
    answer = await maya.post("/things", json=WHOLE, headers={"If-Match": version})

    assert answer.status_code == 422
    assert seen.asked == []


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_positions_to_wait_for_are_honoured_on_every_method(
    method: str, maya: httpx.AsyncClient, seen: Seen
) -> None:
    reached = await maya.request(
        method, "/things", json=WHOLE, headers={"Ht-After": "intake=7, plans=9"}
    )
    not_reached = await maya.request(
        method, "/things", json=WHOLE, headers={"Ht-After": "intake=101"}
    )
    unreadable = await maya.request(method, "/things", json=WHOLE, headers={"Ht-After": "7"})

    assert reached.is_success
    assert seen.after == [{"intake": 7, "plans": 9}, {"intake": 101}]
    assert not_reached.status_code == 503
    assert unreadable.status_code == 422
