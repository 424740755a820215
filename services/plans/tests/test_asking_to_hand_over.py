"""Many cases are handed over to another leader over HTTP: previewed, done, told, taken back."""

from typing import Any
from uuid import UUID

import pytest

from ht_contracts.intake import ConflictDeclared
from ht_kit.ids import new_id

from .programme import MARCH, MONDAY, SARAH, Northfield
from .towns import carries, registers_there

pytestmark = pytest.mark.engines

THERE = "sarah@southfield"


def all_of(cases: list[UUID], **other: object) -> dict[str, Any]:
    offers = {"cases": cases, "told": "letter", "agreed_to_share": True}
    return {
        "to_programme": "southfield",
        "reason": "contract_ended",
        "offers": [offers | other],
    }


async def three_cases(towns: Northfield) -> list[UUID]:
    return sorted([await towns.opens_a_case() for _ in range(3)])


async def stand(towns: Northfield, act: str) -> dict[str, str]:
    shown = await towns.shows(f"/handovers/{act}", by="mo")
    return {offer["case"]: offer["stands"] for offer in shown["offers"]}


async def accepts(towns: Northfield, transfer: str) -> str:
    there = await registers_there(towns)
    accept = {"client": there, "accepted_at": MARCH}
    accepted = await towns.does(f"/transfers/{transfer}/accept", accept, by=THERE)
    await carries(towns)
    return str(accepted["case"])


async def test_a_preview_shows_every_open_case_and_writes_nothing(towns: Northfield) -> None:
    cases = await three_cases(towns)
    offer = {"reason": "moved", "agreed_to_share": True, "offered_at": MONDAY}
    await towns.does(
        f"/cases/{cases[0]}/transfer", offer | {"to_programme": "southfield"}, by="sarah"
    )
    before = await towns.head()

    there = await towns.ask("/handovers/preview", {"to_programme": "southfield"}, by="mo")
    beside = await towns.ask("/handovers/preview", {"to_programme": "eastfield"}, by="mo")

    assert (there.json()["to_organisation"], there.json()["agreement_needed"]) == (
        "southfield-council",
        True,
    )
    assert beside.json()["agreement_needed"] is False
    assert {line["case"]: line["offered"] for line in there.json()["cases"]} == {
        str(cases[0]): True,
        str(cases[1]): False,
        str(cases[2]): False,
    }
    assert await towns.head() == before
    for wrong, why in (("nowhere", "no-such-programme"), ("northfield", "transfer-to-itself")):
        refused = await towns.ask("/handovers/preview", {"to_programme": wrong}, by="mo")
        assert refused.json()["type"] == f"urn:ht:problem:{why}"


async def test_one_act_offers_every_case_and_they_go_on_there(towns: Northfield) -> None:
    cases = await three_cases(towns)

    act = await towns.does("/handovers", all_of(cases), by="mo")
    early = await towns.ask(f"/handovers/{act['id']}/take-back", {}, by="mo")
    await carries(towns)

    assert early.json()["type"] == "urn:ht:problem:still-handing-over"
    assert set((await stand(towns, act["id"])).values()) == {"waiting"}
    received = (await towns.shows("/transfers", by=THERE))["items"]
    assert {line["reason"] for line in received} == {"contract_ended"}
    shown = await towns.shows(f"/handovers/{act['id']}", by="mo")
    transfers = {offer["case"]: offer["transfer"] for offer in shown["offers"]}
    assert {line["id"] for line in received} == set(transfers.values())

    new = await accepts(towns, transfers[str(cases[0])])
    course = (await towns.shows(f"/cases/{cases[0]}"))["course"]
    assert course["transfer"]["new_case"] == new
    assert (await stand(towns, act["id"]))[str(cases[0])] == "gone_on"


async def test_an_act_is_taken_back_but_for_what_was_answered_or_went_another_way(
    towns: Northfield,
) -> None:
    cases = await three_cases(towns)
    act = await towns.does("/handovers", all_of(cases), by="mo")
    await carries(towns)
    shown = await towns.shows(f"/handovers/{act['id']}", by="mo")
    transfers = {offer["case"]: offer["transfer"] for offer in shown["offers"]}
    await accepts(towns, transfers[str(cases[0])])
    decline = {"reason": "no_capacity", "declined_at": MARCH}
    await towns.does(f"/transfers/{transfers[str(cases[1])]}/decline", decline, by=THERE)
    await carries(towns)
    elsewhere = {"to_programme": "eastfield", "reason": "moved", "offered_at": MONDAY}
    await towns.does(f"/cases/{cases[1]}/transfer", elsewhere, by="sarah")

    await towns.does(f"/handovers/{act['id']}/take-back", {}, by="mo")
    await carries(towns)

    assert await stand(towns, act["id"]) == {
        str(cases[0]): "gone_on",
        str(cases[1]): "stayed",
        str(cases[2]): "stayed",
    }
    course = (await towns.shows(f"/cases/{cases[2]}"))["course"]
    assert (course["standing"], course["transfer_declined"]) == ("open", "taken_back")
    (beside,) = (await towns.shows("/transfers", by="sarah@eastfield"))["items"]
    assert beside["answer"] is None
    there = (await towns.shows("/transfers", by=THERE))["items"]
    assert {line["id"]: line["declined"] for line in there} == {
        transfers[str(cases[0])]: None,
        transfers[str(cases[1])]: "no_capacity",
        transfers[str(cases[2])]: "taken_back",
    }
    (line,) = (await towns.shows("/handovers", by="mo"))["items"]
    assert line["handed_over_at"] < line["taken_back_at"] <= line["ended_at"]


async def test_an_act_that_is_carried_again_changes_nothing(towns: Northfield) -> None:
    cases = await three_cases(towns)
    await towns.does("/handovers", all_of(cases), by="mo")
    await carries(towns)
    before = [await towns.history_of(case) for case in cases]

    await towns.carries_again()
    await carries(towns)

    assert [await towns.history_of(case) for case in cases] == before


async def test_a_case_that_ended_meanwhile_holds_up_none_of_the_others(
    towns: Northfield,
) -> None:
    cases = await three_cases(towns)
    act = await towns.does("/handovers", all_of(cases), by="mo")
    closing = {"reason": "07", "closed_at": MARCH}
    await towns.does(f"/cases/{cases[1]}/close", closing, by="sarah")

    await carries(towns)

    assert await stand(towns, act["id"]) == {
        str(cases[0]): "waiting",
        str(cases[1]): "stayed",
        str(cases[2]): "waiting",
    }


async def test_it_is_kept_what_each_client_was_told(towns: Northfield) -> None:
    cases = await three_cases(towns)
    act = await towns.does("/handovers", all_of(cases, told="not_yet"), by="mo")
    (line,) = (await towns.shows("/handovers", by="mo"))["items"]
    assert (line["cases"], line["to_be_told"]) == (3, 3)

    told = {"case": cases[1], "told": "in_person", "told_at": MARCH}
    await towns.does(f"/handovers/{act['id']}/told", told, by="mo")

    (line,) = (await towns.shows("/handovers", by="mo"))["items"]
    assert line["to_be_told"] == 2
    shown = await towns.shows(f"/handovers/{act['id']}", by="mo")
    assert [offer["told"] for offer in shown["offers"]] == ["not_yet", "in_person", "not_yet"]


async def test_nobody_is_named_to_another_organisation_who_did_not_agree(
    towns: Northfield,
) -> None:
    cases = await three_cases(towns)

    refused = await towns.ask("/handovers", all_of(cases, agreed_to_share=False), by="mo")

    assert refused.json()["type"] == "urn:ht:problem:not-agreed-to-be-shared"


async def test_a_client_whom_one_is_too_close_to_is_neither_shown_nor_handed_over(
    towns: Northfield,
) -> None:
    cases = await three_cases(towns)
    act = await towns.does("/handovers", all_of(cases), by="mo")
    client = UUID((await towns.shows(f"/cases/{cases[0]}"))["client"])
    await towns.hears_of_conflicts(
        ConflictDeclared(client=client, worker=SARAH, declared_at=MARCH)
    )

    shown = await towns.shows(f"/handovers/{act['id']}", by="sarah")

    assert [offer["case"] for offer in shown["offers"]] == [str(case) for case in cases[1:]]


async def test_only_some_may_hand_cases_over(towns: Northfield) -> None:
    cases = await three_cases(towns)
    act = await towns.does("/handovers", all_of(cases[:1]), by="ada")

    for by in ("tom", "chidi", "carol", "sarah"):
        answer = await towns.ask("/handovers", all_of(cases[1:]), by=by)
        assert answer.status_code == 403
    for by in ("tom", "chidi", "carol"):
        assert (await towns.see(f"/handovers/{act['id']}", by=by)).status_code == 403
    elsewhere = await towns.see(f"/handovers/{act['id']}", by="mo@southfield")
    nowhere = await towns.see(f"/handovers/{new_id()}", by="mo")
    assert (elsewhere.status_code, elsewhere.content) == (404, nowhere.content)
