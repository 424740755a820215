"""Many cases move over HTTP: previewed without a trace, done in one act, and taken back."""

from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from ht_contracts.intake import ConflictDeclared, ProgrammeJoined, WorkerAccredited
from ht_kit.clock import london_day, now
from ht_kit.ids import new_id

from .programme import MARCH, MONDAY, SARAH, TOM, Northfield
from .towns import carries

pytestmark = pytest.mark.engines


async def toms_cases(northfield: Northfield, number: int = 2) -> list[UUID]:
    cases = [await northfield.opens_a_case() for _ in range(number)]
    for case in cases:
        given = {"worker": TOM, "assigned_at": MONDAY, "override_reason": "Until May"}
        await northfield.does(f"/cases/{case}/trainer", given, by="sarah")
    return sorted(cases)


async def previewed(northfield: Northfield) -> Any:
    answer = await northfield.ask(
        "/reassignments/preview", {"formers": [TOM], "to": [SARAH]}, by="mo"
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def trainers(northfield: Northfield) -> dict[str, str]:
    items = (await northfield.shows("/cases", by="sarah"))["items"]
    return {line["id"]: line["trainer"] for line in items}


def moves_of(preview: Any, told: str | None = None) -> list[dict[str, object]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for move in preview["moves"]:
        groups[move["former"], move["to"]].append(move["case"])
    return [
        {"former": former, "to": to, "cases": cases, "told": told}
        for (former, to), cases in groups.items()
    ]


def a_move(former: object) -> dict[str, object]:
    return {"former": former, "to": SARAH, "cases": [new_id()]}


async def tom_leaves(northfield: Northfield) -> dict[str, object]:
    """Give the act that moves all of Tom's cases, as it is previewed."""
    moves = moves_of(await previewed(northfield))
    return {"because": "worker_left", "moves": moves}


async def test_a_preview_writes_nothing(northfield: Northfield) -> None:
    cases = await toms_cases(northfield)
    before = await northfield.head()

    preview = await previewed(northfield)

    assert [move["case"] for move in preview["moves"]] == [str(case) for case in cases]
    assert {move["to"] for move in preview["moves"]} == {str(SARAH)}
    assert await northfield.head() == before
    assert (await northfield.shows("/reassignments", by="mo"))["items"] == []


async def test_one_act_moves_every_case_and_is_taken_back(northfield: Northfield) -> None:
    cases = await toms_cases(northfield)
    body = await tom_leaves(northfield)

    act = await northfield.does("/reassignments", body, by="mo")
    early = await northfield.ask(f"/reassignments/{act['id']}/undo", {}, by="mo")
    assert early.json()["type"] == "urn:ht:problem:still-under-way"
    await carries(northfield)

    assert set((await trainers(northfield)).values()) == {str(SARAH)}
    history = (await northfield.shows(f"/cases/{cases[0]}"))["trainers"]
    assert [each["reassignment"] for each in history] == [None, act["id"]]

    await northfield.does(f"/reassignments/{act['id']}/undo", {}, by="mo")
    await carries(northfield)

    assert set((await trainers(northfield)).values()) == {str(TOM)}
    shown = await northfield.shows(f"/reassignments/{act['id']}", by="mo")
    assert shown["carried_out_at"] < shown["undone_at"] <= shown["given_back_at"]


async def test_an_act_that_is_carried_again_changes_nothing(northfield: Northfield) -> None:
    (case,) = await toms_cases(northfield, 1)
    body = {
        "because": "worker_away",
        "moves": moves_of(await previewed(northfield)),
    }
    await northfield.does("/reassignments", body, by="mo")
    await carries(northfield)
    before = await northfield.history_of(case)

    await northfield.carries_again()
    await carries(northfield)

    assert await northfield.history_of(case) == before


async def test_a_case_that_somebody_moved_on_stays_with_them(northfield: Northfield) -> None:
    cases = await toms_cases(northfield)
    body = await tom_leaves(northfield)
    act = await northfield.does("/reassignments", body, by="mo")
    await carries(northfield)
    given = {"worker": TOM, "assigned_at": MARCH}
    await northfield.does(f"/cases/{cases[0]}/trainer", given, by="sarah")
    given = {"worker": SARAH, "assigned_at": MARCH}
    await northfield.does(f"/cases/{cases[0]}/trainer", given, by="sarah")

    await northfield.does(f"/reassignments/{act['id']}/undo", {}, by="mo")
    await carries(northfield)

    assert await trainers(northfield) == {str(cases[0]): str(SARAH), str(cases[1]): str(TOM)}


async def test_a_case_that_ended_stays_and_the_act_says_so(northfield: Northfield) -> None:
    cases = await toms_cases(northfield)
    body = await tom_leaves(northfield)
    act = await northfield.does("/reassignments", body, by="mo")
    await carries(northfield)
    await northfield.does(
        f"/cases/{cases[0]}/close", {"reason": "07", "closed_at": MARCH}, by="sarah"
    )

    await northfield.does(f"/reassignments/{act['id']}/undo", {}, by="mo")
    await carries(northfield)

    assert await trainers(northfield) == {str(cases[0]): str(SARAH), str(cases[1]): str(TOM)}
    shown = await northfield.shows(f"/reassignments/{act['id']}", by="mo")
    assert {move["case"]: move["kept"] for move in shown["moves"]} == {
        str(cases[0]): "ended",
        str(cases[1]): None,
    }


async def test_what_is_booked_goes_along_and_what_clashes_is_due_to_be_arranged_anew(
    northfield: Northfield,
) -> None:
    first, second, hers = [await northfield.opens_a_case() for _ in range(3)]
    for case, worker in ((first, TOM), (second, TOM), (hers, SARAH)):
        given = {"worker": worker, "assigned_at": MONDAY, "override_reason": "Until May"}
        await northfield.does(f"/cases/{case}/trainer", given, by="sarah")
    booking = {"kind": "review", "medium": "01", "place": "N02", "minutes": 45}
    day = london_day(now()) + timedelta(days=7)
    nine, ten = f"{day}T09:00:00Z", f"{day}T10:00:00Z"
    await northfield.does(f"/cases/{hers}/bookings", {**booking, "planned_start": nine})
    clashes = await northfield.does(
        f"/cases/{first}/bookings", {**booking, "planned_start": nine}
    )
    await northfield.does(f"/cases/{first}/bookings", {**booking, "planned_start": ten})

    given = {"worker": SARAH, "assigned_at": MARCH, "override_reason": "Until May"}
    await northfield.does(f"/cases/{first}/trainer", given, by="sarah")

    sessions = (await northfield.shows(f"/cases/{first}", by="sarah"))["sessions"]
    assert {each["planned_start"]: each["worker"] for each in sessions} == {
        nine: None,
        ten: str(SARAH),
    }
    free = await northfield.ask(
        f"/cases/{second}/bookings", {**booking, "planned_start": ten, "worker": TOM}
    )
    assert free.status_code == 201, free.text
    (due,) = (await northfield.shows("/due?kind=session", by="sarah"))["items"]
    assert (due["case"], due["due_on"], due["trainer"]) == (
        str(first),
        str(day),
        str(SARAH),
    )
    anew = f"/cases/{first}/bookings/{clashes['session']}/reschedule"
    later = {"planned_start": f"{day}T15:00:00Z", "asked_by": "provider"}
    await northfield.does(anew, later, by="sarah")
    assert (await northfield.shows("/due?kind=session", by="sarah"))["items"] == []


async def test_a_contract_that_changes_hands_says_what_clients_were_told(
    northfield: Northfield,
) -> None:
    cases = await toms_cases(northfield)
    preview = await previewed(northfield)
    body = {"because": "contract_changed_hands", "moves": moves_of(preview)}
    refused = await northfield.ask("/reassignments", body, by="ada")
    assert refused.json()["type"] == "urn:ht:problem:not-said-what-was-told"

    act = await northfield.does(
        "/reassignments", body | {"moves": moves_of(preview, "not_yet")}, by="ada"
    )
    (line,) = (await northfield.shows("/reassignments", by="ada"))["items"]
    assert line["to_be_told"] == len(cases)

    told = {"case": cases[0], "told": "letter", "told_at": MARCH}
    await northfield.does(f"/reassignments/{act['id']}/told", told, by="ada")

    (line,) = (await northfield.shows("/reassignments", by="ada"))["items"]
    assert line["to_be_told"] == len(cases) - 1
    shown = await northfield.shows(f"/reassignments/{act['id']}", by="sarah")
    assert [move["told"] for move in shown["moves"]] == ["letter", "not_yet"]


NURA = UUID("0192d1f4-0000-7000-8000-00000000a00a")


async def test_all_open_cases_of_a_contract_change_hands_in_one_act_and_back(
    northfield: Northfield,
) -> None:
    await northfield.hears(
        WorkerAccredited(worker=NURA, accreditation="in_training"),
        ProgrammeJoined(worker=NURA, programme="northfield", roles=("health-trainer",)),
    )
    toms = await toms_cases(northfield)
    (sarahs,) = [await northfield.opens_a_case() for _ in range(1)]
    given = {"worker": SARAH, "assigned_at": MONDAY}
    await northfield.does(f"/cases/{sarahs}/trainer", given, by="sarah")
    before = await trainers(northfield)

    answer = await northfield.ask(
        "/reassignments/preview", {"formers": [], "to": [NURA]}, by="mo"
    )
    preview = answer.json()
    assert {move["case"]: move["former"] for move in preview["moves"]} == {
        **dict.fromkeys(map(str, toms), str(TOM)),
        str(sarahs): str(SARAH),
    }
    act = await northfield.does(
        "/reassignments",
        {
            "because": "contract_changed_hands",
            "moves": moves_of(preview, "letter"),
            "beyond_cap": True,
        },
        by="mo",
    )
    await carries(northfield)

    assert set((await trainers(northfield)).values()) == {str(NURA)}
    (line,) = (await northfield.shows("/reassignments", by="mo"))["items"]
    assert (line["formers"], line["cases"]) == ([str(TOM), str(SARAH)], 3)
    shown = await northfield.shows(f"/reassignments/{act['id']}", by="mo")
    assert {(move["case"], move["former"], move["told"]) for move in shown["moves"]} == {
        (case, former, "letter") for case, former in before.items()
    }

    await northfield.does(f"/reassignments/{act['id']}/undo", {}, by="mo")
    await carries(northfield)

    assert await trainers(northfield) == before
    shown = await northfield.shows(f"/reassignments/{act['id']}", by="mo")
    assert {move["kept"] for move in shown["moves"]} == {None}


async def test_caseloads_beyond_the_cap_are_previewed_and_answered_for(
    northfield: Northfield,
) -> None:
    await toms_cases(northfield, 3)
    preview = await previewed(northfield)
    body = {"because": "worker_left", "moves": moves_of(preview)}
    assert preview["over_cap"] == [str(SARAH)]

    refused = await northfield.ask("/reassignments", body, by="mo")

    assert refused.json()["type"] == "urn:ht:problem:caseload-full"
    await northfield.does("/reassignments", body | {"beyond_cap": True}, by="mo")


async def test_nobody_is_proposed_for_a_client_they_are_too_close_to(
    northfield: Northfield,
) -> None:
    (case,) = await toms_cases(northfield, 1)
    client = UUID((await northfield.shows(f"/cases/{case}"))["client"])
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=client, worker=SARAH, declared_at=MARCH)
    )

    (move,) = (await previewed(northfield))["moves"]
    assert move["to"] is None
    body = {
        "because": "worker_left",
        "moves": [{"former": TOM, "to": SARAH, "cases": [case]}],
    }
    refused = await northfield.ask("/reassignments", body, by="mo")
    assert refused.json()["type"] == "urn:ht:problem:too-close"


async def test_an_act_asked_for_twice_is_one(northfield: Northfield) -> None:
    await toms_cases(northfield, 1)
    body = await tom_leaves(northfield)

    answers = [await northfield.ask("/reassignments", body, by="mo", key="k") for _ in "ab"]

    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert len((await northfield.shows("/reassignments", by="mo"))["items"]) == 1


async def test_only_some_may_move_many_cases(northfield: Northfield) -> None:
    cases = await toms_cases(northfield, 1)
    body = {
        "because": "worker_left",
        "moves": [{"former": TOM, "to": SARAH, "cases": [cases[0]]}],
    }
    act = await northfield.does("/reassignments", body, by="mo")

    for by in ("tom", "chidi", "carol", "sarah"):
        assert (await northfield.ask("/reassignments", body, by=by)).status_code == 403
    for by in ("tom", "chidi", "carol"):
        assert (await northfield.see(f"/reassignments/{act['id']}", by=by)).status_code == 403
    elsewhere = await northfield.see(f"/reassignments/{act['id']}", by="mo@eastfield")
    nowhere = await northfield.see(f"/reassignments/{new_id()}", by="mo")
    assert (elsewhere.status_code, elsewhere.content) == (404, nowhere.content)


@pytest.mark.parametrize(
    "body",
    [
        {"because": "worker_left", "moves": []},
        {"because": "bored", "moves": [a_move(TOM)]},
        {"because": "worker_left", "moves": [a_move("tom")]},
        {"because": "worker_left", "moves": [a_move(TOM) | {"cases": []}]},
    ],
)
async def test_what_is_no_act_is_malformed(
    northfield: Northfield, body: dict[str, object]
) -> None:
    assert (await northfield.ask("/reassignments", body, by="mo")).status_code == 422


async def test_an_act_shows_nobody_whom_one_is_too_close_to(northfield: Northfield) -> None:
    cases = await toms_cases(northfield)
    preview = await previewed(northfield)
    body = {"because": "worker_left", "moves": moves_of(preview)}
    act = await northfield.does("/reassignments", body, by="mo")
    client = preview["moves"][0]["client"]
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=UUID(client), worker=SARAH, declared_at=MARCH)
    )

    shown = await northfield.shows(f"/reassignments/{act['id']}", by="sarah")

    assert [move["case"] for move in shown["moves"]] == [str(cases[1])]
