"""What a programme is paid for: on any day one contract at most, so that a cost has one source.

DOMAIN.md 2.7.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_intake.domain.contract.contract import (
    NO_CONTRACTS_YET,
    AgreeContract,
    AmendContract,
    Command,
    ContractAgreed,
    ContractAmended,
    ContractEnded,
    Contracts,
    EndContract,
    Event,
    decide,
    evolve,
)
from ht_intake.domain.contract.terms import Price, Target, Terms
from ht_intake.domain.refusals import (
    CommissionerUnknown,
    ContractEndsBeforeItBegins,
    ContractsOverlap,
    EndsAfterItsLastDay,
    NoSuchContract,
    OutsideTheContract,
    PricesOverlap,
    ProviderUnknown,
    Refused,
)
from ht_kit.testing import Specification

from .conftest import Intake
from .test_registers_over_http import THE_PROGRAMME
from .world import CHARITY, COUNCIL, NONSENSE, PROGRAMME

FIRST, SECOND = UUID(int=71), UUID(int=72)
APRIL, MARCH = date(2026, 4, 1), date(2027, 3, 31)
A_YEAR = Price(from_on=APRIL, to_on=MARCH, pence=4_800_000)
HALF_ACHIEVED = Target(indicator="I02", from_on=APRIL, to_on=MARCH, at_least=Decimal(50))
TERMS = Terms(
    commissioner="northfield-council",
    provider="wellbeing-northfield",
    from_on=APRIL,
    to_on=MARCH,
    prices=(A_YEAR,),
    targets=(HALF_ACHIEVED,),
    eligibility_rule="2026-04",
    session_allowance=6,
    maintenance_months=(3, 6, 12),
    required_measures=("bmi", "who5"),
)
AGREE = AgreeContract(
    contract=FIRST,
    programme="northfield",
    terms=TERMS,
    commissioner_known=True,
    provider_known=True,
)
AGREED = ContractAgreed(contract=FIRST, programme="northfield", terms=TERMS)


def the_programme(*history: Event) -> Specification[Command, Contracts, Event]:
    return Specification(decide, evolve, NO_CONTRACTS_YET).given(*history)


def agreeing(contract: UUID = SECOND, **changes: Any) -> AgreeContract:
    bare = replace(TERMS, prices=(), targets=())
    return replace(AGREE, contract=contract, terms=replace(bare, **changes))


def test_a_contract_is_agreed_once() -> None:
    the_programme().when(AGREE).then(AGREED)
    the_programme(AGREED).when(AGREE).then_nothing()


def test_both_parties_are_of_the_register() -> None:
    the_programme().when(replace(AGREE, commissioner_known=False)).then_refused(
        CommissionerUnknown
    )
    the_programme().when(replace(AGREE, provider_known=False)).then_refused(ProviderUnknown)


def test_days_do_not_contradict_one_another() -> None:
    the_programme().when(agreeing(from_on=MARCH, to_on=APRIL)).then_refused(
        ContractEndsBeforeItBegins
    )
    late = replace(A_YEAR, to_on=MARCH + timedelta(1))
    the_programme().when(agreeing(prices=(late,))).then_refused(OutsideTheContract)
    early = replace(HALF_ACHIEVED, from_on=APRIL - timedelta(1))
    the_programme().when(agreeing(targets=(early,))).then_refused(OutsideTheContract)
    the_programme().when(agreeing(prices=(A_YEAR, A_YEAR))).then_refused(PricesOverlap)


def test_a_programme_has_one_contract_on_any_day() -> None:
    the_programme(AGREED).when(agreeing(from_on=MARCH, to_on=MARCH)).then_refused(
        ContractsOverlap
    )
    following = agreeing(from_on=MARCH + timedelta(1), to_on=date(2028, 3, 31))
    the_programme(AGREED).when(following).then(
        ContractAgreed(contract=SECOND, programme="northfield", terms=following.terms)
    )


def test_a_contract_ends_before_its_last_day_and_another_may_follow() -> None:
    end = EndContract(contract=FIRST, on=date(2026, 9, 30))
    ended = ContractEnded(contract=FIRST, programme="northfield", ended_on=date(2026, 9, 30))
    following = agreeing(from_on=date(2026, 10, 1))

    the_programme(AGREED).when(end).then(ended)
    the_programme(AGREED, ended).when(following).then(
        ContractAgreed(contract=SECOND, programme="northfield", terms=following.terms)
    )
    the_programme(AGREED, ended, *decide(following, NO_CONTRACTS_YET)).when(
        replace(end, on=date(2026, 10, 1))
    ).then_refused(ContractsOverlap)


def test_a_contract_ends_between_its_first_day_and_its_last() -> None:
    before = EndContract(contract=FIRST, on=APRIL - timedelta(1))
    after = EndContract(contract=FIRST, on=MARCH + timedelta(1))

    the_programme(AGREED).when(before).then_refused(ContractEndsBeforeItBegins)
    the_programme(AGREED).when(after).then_refused(EndsAfterItsLastDay)
    the_programme().when(before).then_refused(NoSuchContract)


def test_a_contract_is_amended_whole() -> None:
    said_now = replace(TERMS, session_allowance=8)
    amend = AmendContract(
        contract=FIRST, terms=said_now, commissioner_known=True, provider_known=True
    )

    the_programme(AGREED).when(amend).then(
        ContractAmended(contract=FIRST, programme="northfield", terms=said_now)
    )
    the_programme(AGREED).when(replace(amend, terms=TERMS)).then_nothing()
    the_programme().when(amend).then_refused(NoSuchContract)


PERIODS = st.tuples(st.integers(0, 60), st.integers(0, 20))


@given(st.lists(st.tuples(st.sampled_from(["agree", "amend", "end"]), PERIODS), max_size=12))
def test_whatever_is_asked_no_day_has_two_contracts(asked: list[tuple[str, Any]]) -> None:
    contracts = NO_CONTRACTS_YET
    for number, (what, (first, days)) in enumerate(asked):
        from_on = APRIL + timedelta(first)
        terms = Terms(
            commissioner="northfield-council",
            provider="wellbeing-northfield",
            from_on=from_on,
            to_on=from_on + timedelta(days),
        )
        held = UUID(int=number - days % (number + 1))
        commands: dict[str, Command] = {
            "agree": replace(AGREE, contract=UUID(int=number), terms=terms),
            "amend": AmendContract(
                contract=held, terms=terms, commissioner_known=True, provider_known=True
            ),
            "end": EndContract(contract=held, on=from_on),
        }
        try:
            contracts = reduce(evolve, decide(commands[what], contracts), contracts)
        except Refused:
            continue

    for day in (APRIL + timedelta(n) for n in range(90)):
        in_force = [
            each
            for each in contracts.held.values()
            if each.terms.from_on <= day <= each.last_on
        ]
        assert len(in_force) <= 1


SAID: Mapping[str, Any] = {
    "commissioner": COUNCIL,
    "provider": CHARITY,
    "from_on": "2026-04-01",
    "to_on": "2027-03-31",
    "prices": [{"from_on": "2026-04-01", "to_on": "2027-03-31", "pence": 4_800_000}],
    "targets": [
        {
            "indicator": "I02",
            "from_on": "2026-04-01",
            "to_on": "2027-03-31",
            "at_least": "47.5",
        }
    ],
    "eligibility_rule": "2026-04",
    "session_allowance": 6,
    "maintenance_months": [12, 3, 3],
    "required_measures": ["who5", "bmi"],
}
CONTRACTS = f"/programmes/{PROGRAMME}/contracts"


async def commissioned(intake: Intake) -> None:
    for slug, kind in ((COUNCIL, "council"), (CHARITY, "charity")):
        named = {"organisation": slug, "name": slug.title(), "kind": kind}
        await intake.done("/organisations", named, by="olive")
    await intake.done("/programmes", THE_PROGRAMME, by="amir")


@pytest.mark.engines
async def test_a_contract_is_written_down_once_and_shown_to_those_who_pay(
    intake: Intake,
) -> None:
    await commissioned(intake)

    assert (await intake.get(CONTRACTS, by="col")).json() == {"items": []}
    first = await intake.post(CONTRACTS, SAID, by="maya", key="signed")
    again = await intake.post(CONTRACTS, SAID, by="maya", key="signed")
    (shown,) = (await intake.get(CONTRACTS, by="col")).json()["items"]

    assert (first.status_code, again.json()) == (201, first.json())
    assert shown["contract"] == first.json()["contract"]
    assert shown["terms"] == {
        **SAID,
        "maintenance_months": [3, 12],
        "required_measures": ["bmi", "who5"],
    }
    assert shown["last_on"] == "2027-03-31"


@pytest.mark.engines
async def test_a_contract_is_amended_ended_and_followed(intake: Intake) -> None:
    await commissioned(intake)
    contract = (await intake.done(CONTRACTS, SAID, by="amir"))["contract"]
    following = {**SAID, "from_on": "2026-10-01", "prices": [], "targets": []}

    overlapping = await intake.post(CONTRACTS, following, by="amir")
    varied = {**SAID, "session_allowance": 8}
    await intake.done(f"{CONTRACTS}/{contract}/amend", varied, by="amir")
    await intake.done(f"{CONTRACTS}/{contract}/end", {"on": "2026-09-30"}, by="amir")
    await intake.done(CONTRACTS, following, by="amir")
    shown = (await intake.get(CONTRACTS, by="maya")).json()["items"]

    assert overlapping.json()["type"] == "urn:ht:problem:contracts-overlap"
    assert [(each["last_on"], each["terms"]["session_allowance"]) for each in shown] == [
        ("2026-09-30", 8),
        ("2027-03-31", 6),
    ]


@pytest.mark.engines
async def test_another_programmes_contracts_are_not_there(intake: Intake) -> None:
    await commissioned(intake)
    contract = (await intake.done(CONTRACTS, SAID, by="amir"))["contract"]
    nowhere = CONTRACTS.replace(PROGRAMME, "nowhere")

    answers = [
        await intake.post(path, body, by=person)
        for person in ("sam-of-southfield", "cleo-of-the-council", "trudy-of-the-trust")
        for path, body in (
            (CONTRACTS, SAID),
            (f"{CONTRACTS}/{contract}/end", {"on": "2026-09-30"}),
            (nowhere, SAID),
        )
    ]
    answers.append(await intake.get(CONTRACTS, by="trudy-of-the-trust"))
    answers.append(await intake.get(nowhere, by="amir"))

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.engines
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"commissioner": "nobody-known"}, "commissioner-unknown"),
        ({"provider": "nobody-known"}, "provider-unknown"),
        ({"to_on": "2026-03-31"}, "contract-ends-before-it-begins"),
        ({"to_on": "2027-03-30"}, "outside-the-contract"),
        ({"required_measures": ["height of hopes"]}, "invalid"),
        ({"session_allowance": 0}, "invalid"),
        ({"targets": [{"indicator": "best"}]}, "invalid"),
        ({"note": "as discussed with Rose"}, "invalid"),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    intake: Intake, change: Mapping[str, Any], problem: str
) -> None:
    await commissioned(intake)

    refused = await intake.post(CONTRACTS, {**SAID, **change}, by="amir")

    assert refused.json()["type"] == f"urn:ht:problem:{problem}"
    assert (await intake.get(CONTRACTS, by="amir")).json() == {"items": []}


@pytest.mark.engines
async def test_a_contract_that_is_not_there_is_not_amended(intake: Intake) -> None:
    await commissioned(intake)

    without_any = await intake.post(f"{CONTRACTS}/{NONSENSE}/amend", SAID, by="amir")
    await intake.done(CONTRACTS, SAID, by="amir")
    without_this = await intake.post(f"{CONTRACTS}/{NONSENSE}/amend", SAID, by="amir")

    assert without_any.status_code == 404
    assert without_this.json()["type"] == "urn:ht:problem:no-such-contract"


@pytest.mark.engines
@pytest.mark.parametrize("person", ["tess", "sana", "cho", "col", "ana", "olive"])
async def test_only_management_writes_contracts_down(intake: Intake, person: str) -> None:
    assert (await intake.post(CONTRACTS, SAID, by=person)).status_code == 403
