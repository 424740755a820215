"""Sessions over HTTP: nobody is in two places at once, whichever case it is booked in."""

import asyncio
from uuid import UUID

import pytest

from ht_contracts.intake import ConflictDeclared
from ht_kit.ids import new_id

from .programme import MONDAY, SARAH, TOM, TUESDAY, Northfield

pytestmark = pytest.mark.engines

BOOKING = {"kind": "planning", "medium": "01", "planned_start": TUESDAY, "minutes": 45}
A_QUARTER_LATER = "2026-01-13T09:15:00Z"
AN_HOUR_LATER = "2026-01-13T10:00:00Z"


async def of_tom(northfield: Northfield) -> UUID:
    case = await northfield.opens_a_case()
    toms = {"worker": TOM, "assigned_at": MONDAY}
    await northfield.does(f"/cases/{case}/trainer", toms, by="sarah")
    return case


async def test_a_worker_is_not_booked_twice_for_the_same_time(northfield: Northfield) -> None:
    one, other = await of_tom(northfield), await of_tom(northfield)
    await northfield.does(f"/cases/{one}/bookings", BOOKING)
    overlapping = {**BOOKING, "planned_start": A_QUARTER_LATER}

    busy = await northfield.ask(f"/cases/{other}/bookings", overlapping)

    assert (busy.status_code, busy.json()["type"]) == (409, "urn:ht:problem:worker-busy-then")
    await northfield.does(f"/cases/{other}/bookings", {**overlapping, "worker": SARAH})
    await northfield.does(
        f"/cases/{other}/bookings", {**BOOKING, "planned_start": AN_HOUR_LATER}
    )


async def test_a_client_is_not_booked_twice_in_two_cases(northfield: Northfield) -> None:
    client = UUID("0192d1f4-0000-7000-8000-00000000c111")
    one = await northfield.opens_a_case(client=client)
    other = await northfield.opens_a_case(programme="eastfield", client=client)
    await northfield.does(f"/cases/{one}/bookings", BOOKING)

    busy = await northfield.ask(f"/cases/{other}/bookings", BOOKING, by="tom@eastfield")

    assert busy.json()["type"] == "urn:ht:problem:another-session-then"


async def test_of_many_who_book_one_worker_at_once_one_succeeds(northfield: Northfield) -> None:
    cases = [await northfield.opens_a_case() for _ in range(6)]
    booking = {**BOOKING, "worker": TOM}

    answers = await asyncio.gather(
        *(northfield.ask(f"/cases/{case}/bookings", booking, by="ada") for case in cases)
    )

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]


async def test_a_time_is_free_again_once_the_session_was_moved(northfield: Northfield) -> None:
    one, other = await of_tom(northfield), await of_tom(northfield)
    booked = await northfield.does(f"/cases/{one}/bookings", BOOKING)
    move = f"/cases/{one}/bookings/{booked['session']}/reschedule"

    await northfield.does(move, {"planned_start": AN_HOUR_LATER, "asked_by": "client"})

    await northfield.does(f"/cases/{other}/bookings", BOOKING)
    back = await northfield.ask(move, {"planned_start": TUESDAY, "asked_by": "provider"})
    assert back.json()["type"] == "urn:ht:problem:worker-busy-then"
    (session,) = (await northfield.shows(f"/cases/{one}"))["sessions"]
    assert session["planned_start"] == AN_HOUR_LATER
    assert [each["asked_by"] for each in session["moves"]] == ["client"]
    line = (await northfield.shows(f"/cases?client={await client_of(northfield, one)}"))[
        "items"
    ]
    assert line[0]["next_session_at"] == AN_HOUR_LATER


async def test_nobody_is_booked_with_a_client_whom_they_are_too_close_to(
    northfield: Northfield,
) -> None:
    client = new_id()
    case, other = await northfield.opens_a_case(client=client), await northfield.opens_a_case()
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=client, worker=TOM, declared_at=MONDAY)
    )
    with_tom = {**BOOKING, "worker": TOM}
    household = {**with_tom, "kind": "household", "cases": [other, case]}

    alone = await northfield.ask(f"/cases/{case}/bookings", with_tom, by="sarah")
    together = await northfield.ask("/shared-sessions", household, by="sarah")

    assert alone.json()["type"] == together.json()["type"] == "urn:ht:problem:too-close"
    await northfield.does(f"/cases/{case}/bookings", {**BOOKING, "worker": SARAH}, by="sarah")


async def test_a_missing_interpreter_is_warned_of_and_stops_nothing(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    in_urdu = {**BOOKING, "language": "ur"}

    warned = await northfield.does(f"/cases/{case}/bookings", in_urdu)
    later = {**in_urdu, "planned_start": AN_HOUR_LATER, "interpreter": "1"}
    calm = await northfield.does(f"/cases/{case}/bookings", later)

    assert (warned["warnings"], calm["warnings"]) == (["interpreter-not-requested"], [])
    sessions = (await northfield.shows(f"/cases/{case}"))["sessions"]
    assert [each["interpreter_missing"] for each in sessions] == [True, False]


async def test_a_note_and_techniques_are_put_right_afterwards(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    held = {
        "kind": "walk_in",
        "medium": "02",
        "place": "X01",
        "local_place": "football_club",
        "attendance": "6",
        "started_at": MONDAY,
        "duration_minutes": 20,
        "note": "Spoke of her brother",
    }
    session = (await northfield.does(f"/cases/{case}/sessions", held))["session"]
    path = f"/cases/{case}/sessions/{session}"
    techniques = {"techniques": ["2.3", "1.1"]}

    off = await northfield.ask(f"{path}/techniques", techniques)
    assert off.json()["type"] == "urn:ht:problem:techniques-not-recorded"
    switch = {"instruments": ["who5"], "techniques": True}
    await northfield.does("/recording", switch, by="mo")
    await northfield.does(f"{path}/techniques", techniques)
    await northfield.does(f"{path}/note", {"note": "Spoke of her son", "reason": "Misheard"})

    (shown,) = (await northfield.shows(f"/cases/{case}"))["sessions"]
    assert shown["note"] == "Spoke of her son"
    assert shown["techniques"] == ["1.1", "2.3"]
    assert shown["local_place"] == "football_club"
    assert shown["entered_at"] > shown["started_at"]
    assert b"Spoke of her" not in b"".join(await northfield.bodies_of(case))


async def test_how_a_session_went_is_put_right_over_http(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    missed = {"kind": "planning", "medium": "01", "attendance": "3", "planned_start": MONDAY}
    session = (await northfield.does(f"/cases/{case}/sessions", missed))["session"]
    path = f"/cases/{case}/sessions/{session}/corrections"
    came = {
        "kind": "planning",
        "medium": "02",
        "place": "A01",
        "attendance": "6",
        "started_at": MONDAY,
        "duration_minutes": 20,
        "interpreter": "3",
        "others_present": ["partner"],
    }
    correction = {"went": came, "reason": "She was there all along"}

    again = await northfield.ask(f"/cases/{case}/sessions", {**came, "session": session})
    assert again.json()["type"] == "urn:ht:problem:already-recorded"
    for by, status in (("mo", 403), ("chidi", 403), ("tom@eastfield", 404)):
        assert (await northfield.ask(path, correction, by=by)).status_code == status
    assert (await northfield.ask(path, {"went": came, "reason": " "})).status_code == 422
    first = await northfield.ask(path, correction, key="correct-1")
    second = await northfield.ask(path, correction, key="correct-1")

    assert first.json()["correction"] == second.json()["correction"]
    (shown,) = (await northfield.shows(f"/cases/{case}"))["sessions"]
    assert (shown["attendance"], shown["others_present"]) == ("6", ["partner"])
    assert shown["attendance_corrected_at"] is not None
    assert (await northfield.shows("/cases"))["items"][0]["sessions_held"] == 1
    assert (await northfield.history_of(case)).count("attendance_corrected") == 1
    assert b"all along" not in b"".join(await northfield.bodies_of(case))


async def test_when_the_interpreter_did_not_come_the_provider_called_it_off(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    off = {
        "kind": "planning",
        "medium": "01",
        "attendance": "4",
        "planned_start": MONDAY,
        "interpreter": "5",
    }

    refused = await northfield.ask(f"/cases/{case}/sessions", {**off, "attendance": "3"})
    await northfield.does(f"/cases/{case}/sessions", off)

    assert refused.json()["type"] == "urn:ht:problem:interpreter-did-not-attend"
    (shown,) = (await northfield.shows(f"/cases/{case}"))["sessions"]
    assert (shown["attendance"], shown["interpreter"]) == ("4", "5")


async def client_of(northfield: Northfield, case: UUID) -> str:
    return str((await northfield.shows(f"/cases/{case}"))["client"])
