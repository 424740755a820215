"""What the register says of a programme's contract and of workers' training holds for a time.

A contract says for which months checks fall due, on the days on which it is in force.

DOMAIN.md 2.7. What it does not say, the programme says.
"""

from datetime import date
from uuid import UUID

import pytest

from ht_contracts.intake import (
    ContractAgreed,
    ContractAmended,
    ContractEnded,
    ContractTerms,
    WorkerAccredited,
)

from .programme import MONDAY, TOM, Northfield

pytestmark = pytest.mark.engines

SEEN = {
    "kind": "walk_in",
    "medium": "01",
    "place": "N02",
    "attendance": "5",
    "started_at": MONDAY,
    "duration_minutes": 20,
}
LAST_YEARS, THIS_YEARS = UUID(int=61), UUID(int=62)


def terms(year: int, months: tuple[int, ...] | None) -> ContractTerms:
    return ContractTerms(
        commissioner="northfield-council",
        provider="wellbeing-northfield",
        from_on=date(year, 1, 1),
        to_on=date(year, 12, 31),
        maintenance_months=months,
    )


def agreed(
    year: int, months: tuple[int, ...] | None, contract: UUID = THIS_YEARS
) -> ContractAgreed:
    return ContractAgreed(contract=contract, programme="northfield", terms=terms(year, months))


def agreed_on(said: ContractTerms) -> ContractAgreed:
    return ContractAgreed(contract=THIS_YEARS, programme="northfield", terms=said)


async def months_of_a_plan_signed_off_in_march_2026(northfield: Northfield) -> set[str]:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    _, checks = await northfield.signs_off(case)
    return set(checks)


async def test_the_contract_of_the_day_says_when_checks_fall_due(
    northfield: Northfield,
) -> None:
    await northfield.hears(agreed(2025, (1,), LAST_YEARS), agreed(2026, (6, 12)))

    assert await months_of_a_plan_signed_off_in_march_2026(northfield) == {"6", "12"}


async def test_a_contract_that_asks_for_no_checks_has_none(northfield: Northfield) -> None:
    await northfield.hears(agreed(2026, ()))

    assert await months_of_a_plan_signed_off_in_march_2026(northfield) == set()


@pytest.mark.parametrize("contract", [agreed(2026, None), agreed(2025, (1,))])
async def test_without_a_word_of_a_contract_the_programme_says_it(
    northfield: Northfield, contract: ContractAgreed
) -> None:
    await northfield.hears(contract)

    assert await months_of_a_plan_signed_off_in_march_2026(northfield) == {"3", "6", "12"}


async def test_an_amended_contract_says_it_anew_and_an_ended_one_no_longer(
    northfield: Northfield,
) -> None:
    amended = ContractAmended(
        contract=THIS_YEARS, programme="northfield", terms=terms(2026, (9,))
    )
    ended = ContractEnded(
        contract=THIS_YEARS, programme="northfield", ended_on=date(2026, 1, 31)
    )

    await northfield.hears(agreed(2026, (1,)), amended)
    assert await months_of_a_plan_signed_off_in_march_2026(northfield) == {"9"}
    await northfield.hears(ended)
    assert await months_of_a_plan_signed_off_in_march_2026(northfield) == {"3", "6", "12"}


def allowing(sessions: int | None, year: int = 2026) -> ContractAgreed:
    said = terms(year, None).model_copy(update={"session_allowance": sessions})
    return ContractAgreed(contract=UUID(int=year), programme="northfield", terms=said)


@pytest.mark.parametrize(
    ("offered", "contracts", "warned_at"),
    [
        (None, [], None),
        (1, [], 2),
        (None, [allowing(1)], 2),
        (1, [allowing(2)], 3),
        (2, [allowing(1)], 2),
        (1, [allowing(None)], 2),
        (1, [allowing(2, 2025)], 2),
        (1, [allowing(2), allowing(1, 2025)], 3),
    ],
    ids=[
        "nothing says it", "the offer says it", "the contract says it", "it allows more",
        "it allows less", "it leaves it to the offer", "it has run out", "the one in force",
    ],
)  # fmt: skip
async def test_the_contract_of_the_day_says_how_many_sessions_and_else_the_offer(
    northfield: Northfield,
    offered: int | None,
    contracts: list[ContractAgreed],
    warned_at: int | None,
) -> None:
    await northfield.does("/offer", {"session_allowance": offered}, by="mo")
    await northfield.hears(*contracts)
    case = await northfield.opens_a_case()

    warned = []
    for day in (2, 9, 16):
        start = f"2026-02-{day:02}T09:00:00Z"
        booking = {"kind": "review", "medium": "01", "planned_start": start}
        answer = await northfield.does(f"/cases/{case}/bookings", booking)
        warned.append("session-allowance-used" in answer["warnings"])

    assert warned == [warned_at is not None and each >= warned_at for each in (1, 2, 3)]


def accredited(expires_on: date | None) -> WorkerAccredited:
    level = "city_and_guilds_level_3"
    return WorkerAccredited.model_validate(
        {"worker": TOM, "accreditation": level, "expires_on": expires_on}
    )


async def test_an_accreditation_that_expired_counts_no_more_until_it_is_renewed(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    toms = {"worker": TOM, "assigned_at": MONDAY}

    await northfield.hears(accredited(date(2026, 1, 31)))
    refused = await northfield.ask(f"/cases/{case}/trainer", toms, by="sarah")
    await northfield.hears(accredited(date(2999, 1, 31)))
    await northfield.does(f"/cases/{case}/trainer", toms, by="sarah")

    assert refused.status_code == 409


async def test_what_the_contract_wants_measured_is_missed_and_stops_nothing(
    northfield: Northfield,
) -> None:
    said = terms(2026, None).model_copy(update={"required_measures": ("who5", "gse10", "bmi")})
    await northfield.hears(
        ContractAgreed(contract=THIS_YEARS, programme="northfield", terms=said)
    )
    case = await northfield.opens_a_case()
    due = "/due?kind=measure&until=2999-01-01"
    assert (await northfield.shows(due, by="sarah"))["items"] == []

    await northfield.does(f"/cases/{case}/sessions", SEEN)

    (line,) = (await northfield.shows(due, by="sarah"))["items"]
    assert (line["case"], line["due_on"]) == (str(case), "2026-01-26")
    shown = await northfield.shows(f"/cases/{case}")
    assert shown["measures_missing"] == ["bmi", "gse10", "who5"]

    await northfield.assesses(case)
    left = (await northfield.shows(f"/cases/{case}"))["measures_missing"]
    assert "who5" not in left
    assert await northfield.agrees(case)


async def test_a_contract_that_was_not_yet_in_force_wants_nothing_measured(
    northfield: Northfield,
) -> None:
    said = terms(2027, None).model_copy(update={"required_measures": ("who5",)})
    await northfield.hears(
        ContractAgreed(contract=THIS_YEARS, programme="northfield", terms=said)
    )
    case = await northfield.opens_a_case()

    await northfield.does(f"/cases/{case}/sessions", SEEN)

    assert (await northfield.shows(f"/cases/{case}"))["measures_missing"] == []
    due = "/due?kind=measure&until=2999-01-01"
    assert (await northfield.shows(due, by="sarah"))["items"] == []
