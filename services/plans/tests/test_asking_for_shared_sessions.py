"""Household and group sessions over HTTP: one slot, and nothing of one in another's case."""

import asyncio
from uuid import UUID

import pytest

from ht_kit.ids import new_id

from .programme import MONDAY, TOM, TUESDAY, Northfield

pytestmark = pytest.mark.engines

SLOT = {
    "kind": "household",
    "medium": "01",
    "place": "A01",
    "planned_start": TUESDAY,
    "minutes": 60,
    "worker": TOM,
}
ALONE = {"kind": "planning", "medium": "01", "planned_start": TUESDAY, "minutes": 30}
CAME = {
    "kind": "household",
    "medium": "01",
    "place": "A01",
    "attendance": "5",
    "started_at": TUESDAY,
    "duration_minutes": 60,
}
HELD = {
    "medium": "01",
    "place": "X01",
    "started_at": TUESDAY,
    "duration_minutes": 60,
    "size": 2,
}


async def a_household(northfield: Northfield) -> tuple[UUID, UUID, str]:
    amina, bilal = await northfield.opens_a_case(), await northfield.opens_a_case()
    body = {**SLOT, "cases": [amina, bilal]}
    return amina, bilal, (await northfield.does("/shared-sessions", body))["id"]


async def test_a_household_is_one_slot_and_nobody_in_it_is_booked_twice(
    northfield: Northfield,
) -> None:
    amina, bilal, shared = await a_household(northfield)

    for case in (amina, bilal):
        busy = await northfield.ask(f"/cases/{case}/bookings", ALONE)
        assert busy.json()["type"] == "urn:ht:problem:another-session-then"
    other = await northfield.opens_a_case()
    with_tom = {**ALONE, "worker": TOM}
    busy = await northfield.ask(f"/cases/{other}/bookings", with_tom)
    assert busy.json()["type"] == "urn:ht:problem:worker-busy-then"

    await northfield.does(f"/shared-sessions/{shared}/cancel", {"attendance": "4"})
    await northfield.does(f"/cases/{amina}/bookings", with_tom)


async def test_of_many_who_book_a_household_at_once_one_succeeds(
    northfield: Northfield,
) -> None:
    cases = [await northfield.opens_a_case() for _ in range(2)]
    body = {**SLOT, "cases": cases}

    answers = await asyncio.gather(
        *(northfield.ask("/shared-sessions", body, by="ada") for _ in range(6))
    )

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]


async def test_each_of_a_household_has_a_note_of_their_own_and_nothing_of_the_other(
    northfield: Northfield,
) -> None:
    amina, bilal, shared = await a_household(northfield)
    line = (await northfield.shows("/cases"))["items"]
    assert {each["next_session_at"] for each in line} == {TUESDAY}

    hers = {**CAME, "shared": shared, "note": "Spoke of her knees"}
    await northfield.does(f"/cases/{amina}/sessions", hers)
    his = {
        "kind": "household",
        "medium": "01",
        "attendance": "3",
        "planned_start": TUESDAY,
        "shared": shared,
        "note": "Stayed in bed",
    }
    await northfield.does(f"/cases/{bilal}/sessions", his)

    first, second = [await northfield.see(f"/cases/{case}") for case in (amina, bilal)]
    assert "Spoke of her knees" in first.text
    assert "Spoke of her knees" not in second.text
    assert "Stayed in bed" in second.text
    assert "Stayed in bed" not in first.text
    assert str(bilal) not in first.text
    assert second.json()["client"] not in first.text
    seen = await northfield.shows(f"/shared-sessions/{shared}")
    assert {part["case"]: part["attendance"] for part in seen["parts"]} == {
        str(amina): "5",
        str(bilal): "3",
    }
    assert "note" not in str(seen)


async def test_who_is_not_of_the_household_has_no_part_in_it(northfield: Northfield) -> None:
    _, _, shared = await a_household(northfield)
    stranger = await northfield.opens_a_case()

    refused = await northfield.ask(f"/cases/{stranger}/sessions", {**CAME, "shared": shared})

    assert refused.json()["type"] == "urn:ht:problem:not-of-this-household"


async def test_a_group_counts_everybody_and_names_only_clients_in_their_own_cases(
    northfield: Northfield,
) -> None:
    group = {**SLOT, "kind": "group", "place": "X01"}
    shared = (await northfield.does("/shared-sessions", group))["id"]
    cases = [await northfield.opens_a_case() for _ in range(3)]
    came = {**CAME, "kind": "group", "place": "X01", "shared": shared}
    await northfield.does(f"/shared-sessions/{shared}/held", HELD)
    for case in cases[:2]:
        await northfield.does(f"/cases/{case}/sessions", came)

    one_too_many = await northfield.ask(f"/cases/{cases[2]}/sessions", came)
    assert one_too_many.json()["type"] == "urn:ht:problem:more-than-were-counted"
    fewer = {"size": 1, "because": "miscounted"}
    too_few = await northfield.ask(f"/shared-sessions/{shared}/size", fewer)
    assert too_few.json()["type"] == "urn:ht:problem:fewer-than-came"
    await northfield.does(f"/shared-sessions/{shared}/size", {**fewer, "size": 12})
    await northfield.does(f"/cases/{cases[2]}/sessions", came)

    (line,) = (await northfield.shows("/shared-sessions"))["items"]
    assert (line["status"], line["size"]) == ("held", 12)
    stored = b"".join(await northfield.bodies_of(shared))
    assert [case for case in cases if str(case).encode() in stored] == []


async def test_attendance_is_told_once_for_each_client_of_a_group(
    northfield: Northfield,
) -> None:
    shared = (await northfield.does("/shared-sessions", {**SLOT, "kind": "group"}))["id"]
    case = await northfield.opens_a_case()
    came = {**CAME, "kind": "group", "shared": shared}

    first = await northfield.does(f"/cases/{case}/sessions", came)
    again = await northfield.does(f"/cases/{case}/sessions", came)
    otherwise = await northfield.ask(f"/cases/{case}/sessions", {**came, "attendance": "6"})

    assert again["session"] == first["session"]
    assert otherwise.json()["type"] == "urn:ht:problem:already-recorded"
    assert (await northfield.history_of(case)).count("session_attended") == 1


async def test_a_shared_session_is_moved_for_all(northfield: Northfield) -> None:
    amina, _, shared = await a_household(northfield)
    later = "2026-01-13T12:00:00Z"

    body = {"planned_start": later, "asked_by": "client"}
    await northfield.does(f"/shared-sessions/{shared}/reschedule", body)

    seen = await northfield.shows(f"/shared-sessions/{shared}")
    assert (seen["planned_start"], len(seen["moves"])) == (later, 1)
    (household,) = (await northfield.shows(f"/cases/{amina}"))["household"]
    assert household == {"shared": shared, "planned_start": later, "waiting": True}
    await northfield.does(f"/cases/{amina}/bookings", ALONE)


@pytest.mark.parametrize("by", ["tom@eastfield", "tom@southfield"])
async def test_a_shared_session_of_elsewhere_is_not_there(
    northfield: Northfield, by: str
) -> None:
    amina, bilal, shared = await a_household(northfield)

    for path in (f"/shared-sessions/{shared}", f"/shared-sessions/{new_id()}"):
        assert (await northfield.see(path, by=by)).status_code == 404
    there = await northfield.see(f"/shared-sessions/{shared}", by=by)
    nonsense = await northfield.see(f"/shared-sessions/{new_id()}", by=by)
    assert there.content == nonsense.content
    held = await northfield.ask(f"/shared-sessions/{shared}/held", HELD, by=by)
    assert held.status_code == 404
    foreign = {**SLOT, "cases": [amina, bilal]}
    assert (await northfield.ask("/shared-sessions", foreign, by=by)).status_code == 404
    assert (await northfield.shows("/shared-sessions", by=by))["items"] == []


async def test_managers_see_shared_sessions_and_champions_do_not(
    northfield: Northfield,
) -> None:
    _, _, shared = await a_household(northfield)

    assert (await northfield.see(f"/shared-sessions/{shared}", by="mo")).status_code == 200
    for path in ("/shared-sessions", f"/shared-sessions/{shared}"):
        assert (await northfield.see(path, by="chidi")).status_code == 403
    assert (await northfield.ask("/shared-sessions", SLOT, by="mo")).status_code == 403


async def test_a_form_that_makes_no_sense_is_answered_with_its_fields(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    twice = {**SLOT, "cases": [case, case]}
    both = {**CAME, "shared": new_id(), "session": new_id()}
    nobody = {**HELD, "size": 0}

    for path, body in (
        ("/shared-sessions", twice),
        (f"/cases/{case}/sessions", both),
        (f"/shared-sessions/{new_id()}/held", nobody),
    ):
        assert (await northfield.ask(path, body)).status_code == 422
    nowhere = await northfield.ask(f"/cases/{case}/sessions", {**CAME, "shared": new_id()})
    assert nowhere.status_code == 404


async def test_booking_again_with_the_same_key_books_once(northfield: Northfield) -> None:
    body = {**SLOT, "kind": "group", "planned_start": MONDAY}

    first = await northfield.ask("/shared-sessions", body, key="group-1")
    again = await northfield.ask("/shared-sessions", body, key="group-1")

    assert first.json()["id"] == again.json()["id"]
    assert len((await northfield.shows("/shared-sessions"))["items"]) == 1
