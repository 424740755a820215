"""A case goes to another programme over HTTP: offered, carried there, answered, and back."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import (
    ClientErased,
    ConflictDeclared,
    DeathRecorded,
    TakingPartWithdrawn,
)
from ht_kit.asked import Asked
from ht_kit.because import system_actor
from ht_kit.ids import new_id
from ht_plans.domain.case.commands import OpenCase
from ht_plans.domain.codes import CaseId, ClientId, ReferralId
from ht_plans.handling import CASE, PLAN, TRANSFER
from ht_plans.reactors import (
    stop_everything_when_death_recorded,
    withdraw_support_when_taking_part_withdrawn,
)

from .programme import A_DRAFT, MARCH, MONDAY, SARAH, Northfield, converted, envelope_of
from .towns import carries, registers_there

pytestmark = pytest.mark.engines

THERE = "sarah@southfield"
OFFER = {
    "to_programme": "southfield",
    "reason": "moved",
    "agreed_to_share": True,
    "offered_at": MONDAY,
}


async def offers(towns: Northfield, case: UUID, **other: object) -> Any:
    offered = await towns.does(f"/cases/{case}/transfer", OFFER | other, by="sarah")
    await carries(towns)
    return offered["transfer"]


async def test_another_organisation_accepts_a_case_and_both_name_the_other(
    towns: Northfield,
) -> None:
    case, amina_there = await towns.opens_a_case(), await registers_there(towns)
    await towns.assesses(case)
    plan = await towns.drafts(case)
    transfer = await offers(towns, case)

    (line,) = (await towns.shows("/transfers", by=THERE))["items"]
    assert (line["id"], line["client"], line["answer"]) == (transfer, None, None)
    accept = {"client": amina_there, "accepted_at": MARCH}
    accepted = await towns.does(f"/transfers/{transfer}/accept", accept, by=THERE)
    await carries(towns)

    new = await towns.shows(f"/cases/{accepted['case']}", by=THERE)
    old = await towns.shows(f"/cases/{case}")
    assert (new["client"], new["course"]["earlier"]) == (str(amina_there), str(case))
    assert old["course"]["closure"]["reason"] == "08"
    assert old["course"]["transfer"] == {
        "transfer": transfer,
        "to_programme": "southfield",
        "disclosed_to": "southfield-council",
        "new_case": accepted["case"],
    }
    assert (await towns.shows(f"/plans/{plan}"))["status"] == "abandoned"


async def test_nobody_is_accepted_who_is_not_registered_or_too_close(
    towns: Northfield,
) -> None:
    transfer = await offers(towns, await towns.opens_a_case())
    elsewhere, erased, hidden, known = (new_id() for _ in range(4))
    for client in (erased, hidden, known):
        await registers_there(towns, client)
    for organisation, programme in [
        ("wellbeing-northfield", "northfield"),
        ("southfield-council", "westfield"),
    ]:
        await towns.hears_of_clients(
            converted(new_id(), elsewhere), organisation=organisation, programme=programme
        )
    await towns.hears_of_clients(
        ClientErased(client=erased, erased_at=MARCH),
        organisation="southfield-council",
        programme="southfield",
    )
    # A death says nothing either to whoever is too close.
    there = "southfield-council"
    await towns.hears_of_deaths(
        DeathRecorded(client=hidden, recorded_at=MARCH), organisation=there
    )
    await towns.hears_of_conflicts(
        ConflictDeclared(client=hidden, worker=SARAH, declared_at=MARCH), organisation=there
    )

    accept = f"/transfers/{transfer}/accept"
    answers = [
        await towns.ask(accept, {"client": client, "accepted_at": MARCH}, by=THERE)
        for client in (new_id(), elsewhere, erased, hidden)
    ]

    assert {each.json()["type"] for each in answers} == {"urn:ht:problem:client-not-registered"}
    assert len({each.content for each in answers}) == 1
    await towns.does(accept, {"client": known, "accepted_at": MARCH}, by=THERE)


async def test_a_client_stays_who_they_are_within_the_organisation(towns: Northfield) -> None:
    client = new_id()
    case = await towns.opens_a_case(client=client)
    transfer = await offers(towns, case, to_programme="eastfield", agreed_to_share=False)

    accepted = await towns.does(
        f"/transfers/{transfer}/accept", {"accepted_at": MARCH}, by="sarah@eastfield"
    )
    await carries(towns)

    new = await towns.shows(f"/cases/{accepted['case']}", by="sarah@eastfield")
    assert new["client"] == str(client)
    transferred = (await towns.shows(f"/cases/{case}"))["course"]["transfer"]
    assert transferred["disclosed_to"] is None


async def test_a_declined_case_stays_and_says_why(towns: Northfield) -> None:
    case = await towns.opens_a_case()
    transfer = await offers(towns, case)

    decline = {"reason": "no_capacity", "declined_at": MARCH}
    await towns.does(f"/transfers/{transfer}/decline", decline, by=THERE)
    await carries(towns)

    course = (await towns.shows(f"/cases/{case}"))["course"]
    assert (course["standing"], course["transfer_declined"]) == ("open", "no_capacity")
    await offers(towns, case, to_programme="eastfield")


async def test_what_is_carried_again_changes_nothing(towns: Northfield) -> None:
    case = await towns.opens_a_case()
    transfer = await offers(towns, case)
    accept = {"client": await registers_there(towns), "accepted_at": MARCH}
    accepted = await towns.does(f"/transfers/{transfer}/accept", accept, by=THERE)
    await carries(towns)
    before = await histories(towns, case, transfer, accepted["case"])

    await towns.carries_again()
    await carries(towns)

    assert await histories(towns, case, transfer, accepted["case"]) == before


async def histories(towns: Northfield, *streams: UUID | str) -> Sequence[list[str]]:
    return [await towns.history_of(stream) for stream in streams]


async def test_a_plan_that_is_drafted_while_a_case_goes_is_ended_too(towns: Northfield) -> None:
    case = await towns.opens_a_case()
    await towns.assesses(case)
    transfer = await offers(towns, case)
    accept = {"client": await registers_there(towns), "accepted_at": MONDAY}
    await towns.does(f"/transfers/{transfer}/accept", accept, by=THERE)
    plan = await towns.does(f"/cases/{case}/plans", A_DRAFT | {"drafted_at": MARCH})

    await carries(towns)

    assert (await towns.shows(f"/plans/{plan['id']}"))["status"] == "abandoned"
    assert (await towns.shows(f"/cases/{case}"))["course"]["standing"] == "closed"


async def dies(towns: Northfield, client: UUID, _: UUID) -> None:
    died = Envelope[DeathRecorded].model_validate(
        envelope_of(DeathRecorded(client=client, recorded_at=MARCH), programme=None)
    )
    cases, plans = towns.handlers.of(CASE), towns.handlers.of(PLAN)
    await stop_everything_when_death_recorded(died, cases, plans, towns.reader)


async def is_known_to_have_died(towns: Northfield, client: UUID, _: UUID) -> None:
    await towns.hears_of_deaths(DeathRecorded(client=client, recorded_at=MARCH))


async def stops(towns: Northfield, client: UUID, _: UUID) -> None:
    await stops_taking_part(towns, client)


async def ends_otherwise(towns: Northfield, _: UUID, case: UUID) -> None:
    await towns.does(f"/cases/{case}/close", {"reason": "03", "closed_at": MARCH}, by="sarah")


Ends: TypeAlias = Callable[[Northfield, UUID, UUID], Awaitable[None]]
ENDS: Sequence[tuple[Ends, str, str]] = [
    (dies, "nobody-to-go-on-with", "client_died"),
    (is_known_to_have_died, "nobody-to-go-on-with", "client_died"),
    (stops, "client-takes-no-part", "client_stopped"),
    (ends_otherwise, "offered-case-ended", "case_ended"),
]


@pytest.mark.parametrize(("ends", "why"), [(ends, why) for ends, why, _ in ENDS])
async def test_nothing_is_accepted_once_it_is_over(
    towns: Northfield, ends: Ends, why: str
) -> None:
    client = new_id()
    case = await towns.opens_a_case(client=client)
    transfer = await offers(towns, case, to_programme="eastfield")
    await ends(towns, client, case)

    accept = {"accepted_at": MARCH}
    answer = await towns.ask(f"/transfers/{transfer}/accept", accept, by="sarah@eastfield")

    assert (answer.status_code, answer.json()["type"]) == (409, f"urn:ht:problem:{why}")
    assert await towns.history_of(transfer) == ["transfer_received"]


@pytest.mark.parametrize(("ends", "reason"), [(ends, reason) for ends, _, reason in ENDS])
async def test_what_ends_between_acceptance_and_opening_ends_the_transfer_visibly(
    towns: Northfield, ends: Ends, reason: str
) -> None:
    client, there = new_id(), "sarah@eastfield"
    case = await towns.opens_a_case(client=client)
    transfer = await offers(towns, case, to_programme="eastfield")
    accept = {"accepted_at": MARCH}
    accepted = await towns.does(f"/transfers/{transfer}/accept", accept, by=there)
    await ends(towns, client, case)

    await carries(towns)
    await towns.carries_again()
    await carries(towns)

    (line,) = (await towns.shows("/transfers", by=there))["items"]
    assert (line["answer"], line["declined"], line["new_case"]) == ("declined", reason, None)
    assert (await towns.see(f"/cases/{accepted['case']}", by=there)).status_code == 404
    shown = (await towns.shows(f"/cases/{case}"))["course"]
    assert (shown["transfer_declined"], shown["transfer"]) == (reason, None)
    assert await towns.history_of(transfer) == [
        "transfer_received",
        "transfer_accepted",
        "transfer_declined",
    ]


async def test_an_offer_that_is_taken_back_is_over_on_both_sides(towns: Northfield) -> None:
    case = await towns.opens_a_case()
    back = {"taken_back_at": MARCH}
    early = await towns.ask(f"/cases/{case}/transfer/take-back", back, by="sarah")
    assert early.json()["type"] == "urn:ht:problem:nothing-to-take-back"
    transfer = await offers(towns, case)

    for _ in range(2):
        await towns.does(f"/cases/{case}/transfer/take-back", back, by="sarah")
    accept = {"client": await registers_there(towns), "accepted_at": MARCH}
    refused = await towns.ask(f"/transfers/{transfer}/accept", accept, by=THERE)
    assert refused.json()["type"] == "urn:ht:problem:offer-taken-back"
    await carries(towns)

    (line,) = (await towns.shows("/transfers", by=THERE))["items"]
    assert (line["answer"], line["declined"]) == ("declined", "taken_back")
    shown = (await towns.shows(f"/cases/{case}"))["course"]
    assert (shown["standing"], shown["transfer_declined"]) == ("open", "taken_back")
    await towns.carries_again()
    await carries(towns)
    assert await towns.history_of(transfer) == ["transfer_received", "transfer_declined"]
    await offers(towns, case, to_programme="eastfield")


async def test_an_offer_of_a_case_that_ended_waits_for_nobody(towns: Northfield) -> None:
    case = await towns.opens_a_case()
    await offers(towns, case)

    await towns.does(f"/cases/{case}/close", {"reason": "03", "closed_at": MARCH}, by="sarah")
    await carries(towns)

    (line,) = (await towns.shows("/transfers", by=THERE))["items"]
    assert (line["answer"], line["declined"]) == ("declined", "case_ended")


async def test_an_offer_that_is_taken_back_before_it_was_carried_never_arrives(
    towns: Northfield,
) -> None:
    case = await towns.opens_a_case()
    await towns.does(f"/cases/{case}/transfer", OFFER, by="sarah")
    back = {"taken_back_at": MARCH}
    await towns.does(f"/cases/{case}/transfer/take-back", back, by="sarah")

    await carries(towns)

    assert (await towns.shows("/transfers", by=THERE))["items"] == []


async def test_a_case_that_opened_already_is_brought_over_whatever_came_meanwhile(
    towns: Northfield,
) -> None:
    case, there = await towns.opens_a_case(), "sarah@eastfield"
    transfer = await offers(towns, case, to_programme="eastfield")
    accept = {"accepted_at": MARCH}
    accepted = await towns.does(f"/transfers/{transfer}/accept", accept, by=there)
    there_itself = system_actor("plans", "wellbeing-northfield", "eastfield")
    received, _ = await towns.handlers.of(TRANSFER).read(UUID(transfer), actor=there_itself)
    assert received.received is not None
    await towns.handlers.of(CASE).create(
        UUID(accepted["case"]),
        OpenCase(
            case=CaseId(UUID(accepted["case"])),
            client=ClientId(received.received.client or new_id()),
            referral=ReferralId(UUID(transfer)),
            programme="eastfield",
            opened_at=datetime.fromisoformat(MARCH),
            follows=received.received.from_case,
            because="transferred",
        ),
        asked=Asked(
            actor=there_itself,
            key="opened",
            fingerprint="opened",
            at=datetime.fromisoformat(MARCH),
            new_id=new_id(),
            correlation_id=new_id(),
        ),
    )
    await ends_otherwise(towns, new_id(), case)

    await carries(towns)

    course = (await towns.shows(f"/cases/{case}"))["course"]
    assert course["transfer"]["new_case"] == accepted["case"]
    assert "transfer_declined" not in await towns.history_of(transfer)


async def stops_taking_part(towns: Northfield, client: UUID) -> None:
    told = TakingPartWithdrawn(client=client, withdrawn_at=datetime.fromisoformat(MARCH))
    withdrawn = Envelope[TakingPartWithdrawn].model_validate(envelope_of(told))
    cases = towns.handlers.of(CASE)
    await withdraw_support_when_taking_part_withdrawn(withdrawn, cases, towns.reader)


async def test_another_organisation_goes_on_with_its_own_client_whoever_stopped_here(
    towns: Northfield,
) -> None:
    client = new_id()
    case = await towns.opens_a_case(client=client)
    transfer = await offers(towns, case)
    await stops_taking_part(towns, client)

    accept = {"client": await registers_there(towns), "accepted_at": MARCH}
    accepted = await towns.does(f"/transfers/{transfer}/accept", accept, by=THERE)
    await carries(towns)

    assert (await towns.see(f"/cases/{accepted['case']}", by=THERE)).status_code == 200


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"to_programme": "nowhere"}, "no-such-programme"),
        ({"to_programme": "northfield"}, "transfer-to-itself"),
        ({"agreed_to_share": False}, "not-agreed-to-be-shared"),
    ],
)
async def test_not_every_offer_can_be_made(
    towns: Northfield, other: dict[str, object], why: str
) -> None:
    case = await towns.opens_a_case()

    answer = await towns.ask(f"/cases/{case}/transfer", OFFER | other, by="sarah")

    assert (answer.status_code, answer.json()["type"]) == (409, f"urn:ht:problem:{why}")


async def test_who_offered_cannot_answer_for_the_other(towns: Northfield) -> None:
    transfer = await offers(towns, await towns.opens_a_case())
    accept = {"client": await registers_there(towns), "accepted_at": MARCH}

    answers = [
        await towns.ask(f"/transfers/{which}/accept", accept, by=by)
        for which, by in [(transfer, "sarah"), (transfer, "mo@eastfield"), (new_id(), "sarah")]
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert (await towns.ask(f"/transfers/{transfer}/accept", accept)).status_code == 403


async def test_a_transfer_is_hidden_from_whoever_is_too_close(towns: Northfield) -> None:
    client = new_id()
    case = await towns.opens_a_case(client=client)
    transfer = await offers(towns, case, to_programme="eastfield")
    await towns.hears_of_conflicts(
        ConflictDeclared(client=client, worker=SARAH, declared_at=MARCH)
    )

    accept = {"accepted_at": MARCH}
    there = "sarah@eastfield"
    assert (await towns.shows("/transfers", by=there))["items"] == []
    answer = await towns.ask(f"/transfers/{transfer}/accept", accept, by=there)
    assert answer.status_code == 404
