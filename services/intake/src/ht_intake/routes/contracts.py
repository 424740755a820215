"""The contracts of a programme: what a commissioner pays for, and from which day to which."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from ht_contracts.codes import Instrument
from ht_contracts.envelope import Slug
from ht_contracts.intake import ContractTerms
from ht_intake.domain.contract.contract import (
    AgreeContract,
    AmendContract,
    Contract,
    EndContract,
)
from ht_intake.domain.contract.terms import Price, Target, Terms
from ht_intake.handling import Contracts, contracts_id
from ht_intake.routes.forms import Day, Form, Months, SlugInPath, Version
from ht_kit.asked import Actor
from ht_kit.audit import shows_nobody
from ht_kit.clock import london_day, now
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, ReadDep, allows
from ht_kit.reading import Reads

router = APIRouter(tags=["registers"])

_WRITES = [Depends(allows("contract:write"))]
_PROGRAMME = "SELECT 1 FROM programme WHERE programme = $1"
_ORGANISATION = "SELECT slug FROM organisation WHERE slug = ANY ($1::text[])"
_AGREED = "SELECT 1 FROM contract WHERE programme = $1 LIMIT 1"
Indicator = Annotated[str, StringConstraints(pattern=r"^[IJ][0-9]{2}$")]
Amount = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,4})?$"), Field(examples=["62.5"])
]


class PriceForm(Form):
    """What is paid for a period, in pence."""

    from_on: Day
    to_on: Day
    pence: Annotated[StrictInt, Field(ge=0, le=100_000_000_000)]


class TargetForm(Form):
    """What an indicator is to reach in a period."""

    indicator: Indicator
    from_on: Day
    to_on: Day
    at_least: Amount


class ContractForm(Form):
    """The body of POST /programmes/{programme_slug}/contracts."""

    commissioner: Slug
    provider: Slug
    from_on: Day
    to_on: Day
    prices: Annotated[tuple[PriceForm, ...], Field(max_length=120)] = ()
    targets: Annotated[tuple[TargetForm, ...], Field(max_length=200)] = ()
    eligibility_rule: Version | None = None
    session_allowance: Annotated[StrictInt, Field(ge=1, le=200)] | None = None
    maintenance_months: Annotated[tuple[Months, ...], Field(max_length=12)] | None = None
    required_measures: tuple[Instrument, ...] | None = None

    def told(self) -> Terms:
        """Give what was agreed."""
        months, measures = self.maintenance_months, self.required_measures
        return Terms(
            commissioner=self.commissioner,
            provider=self.provider,
            from_on=self.from_on,
            to_on=self.to_on,
            prices=tuple(
                Price(from_on=each.from_on, to_on=each.to_on, pence=each.pence)
                for each in self.prices
            ),
            targets=tuple(
                Target(
                    indicator=each.indicator,
                    from_on=each.from_on,
                    to_on=each.to_on,
                    at_least=Decimal(each.at_least),
                )
                for each in self.targets
            ),
            eligibility_rule=self.eligibility_rule,
            session_allowance=self.session_allowance,
            maintenance_months=None if months is None else tuple(sorted(set(months))),
            required_measures=None if measures is None else tuple(sorted(set(measures))),
        )


class EndForm(Form):
    """The body of POST /programmes/{programme_slug}/contracts/{contract}/end: its last day."""

    on: Day


class ContractShown(BaseModel):
    """A contract as it stands. `last_on` is its last day, whatever was agreed first."""

    model_config = ConfigDict(from_attributes=True)

    contract: UUID
    terms: ContractTerms
    last_on: date
    in_force: bool


class ContractsShown(BaseModel):
    """The contracts of a programme, the earliest first."""

    items: list[ContractShown]


@router.post("/programmes/{programme_slug}/contracts", status_code=201, dependencies=_WRITES)
async def agree_contract(
    *,
    programme_slug: SlugInPath,
    form: ContractForm,
    contracts: Contracts,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Write down what a commissioner and a provider agreed for a programme."""
    await _led_here(read, asked.actor, programme_slug)
    known = await _known(read, form)
    command = AgreeContract(
        contract=asked.new_id,
        programme=programme_slug,
        terms=form.told(),
        commissioner_known=form.commissioner in known,
        provider_known=form.provider in known,
    )
    recorded = await contracts.create(
        contracts_id(programme_slug), command, asked=asked, ids={"contract": asked.new_id}
    )
    return answer(recorded, created=True)


@router.post("/programmes/{programme_slug}/contracts/{contract}/amend", dependencies=_WRITES)
async def amend_contract(
    *,
    programme_slug: SlugInPath,
    contract: UUID,
    form: ContractForm,
    contracts: Contracts,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Write down what a contract says instead, whole and from its first day on."""
    await _led_here(read, asked.actor, programme_slug)
    known = await _known(read, form)
    command = AmendContract(
        contract=contract,
        terms=form.told(),
        commissioner_known=form.commissioner in known,
        provider_known=form.provider in known,
    )
    return answer(await contracts.handle(contracts_id(programme_slug), command, asked=asked))


@router.post("/programmes/{programme_slug}/contracts/{contract}/end", dependencies=_WRITES)
async def end_contract(
    *,
    programme_slug: SlugInPath,
    contract: UUID,
    form: EndForm,
    contracts: Contracts,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """End a contract before the day that was agreed."""
    await _led_here(read, asked.actor, programme_slug)
    command = EndContract(contract=contract, on=form.on)
    return answer(await contracts.handle(contracts_id(programme_slug), command, asked=asked))


@router.get(
    "/programmes/{programme_slug}/contracts",
    dependencies=[Depends(allows("contract:read")), Depends(shows_nobody)],
)
async def list_contracts(
    programme_slug: SlugInPath, contracts: Contracts, read: ReadDep, actor: ActorDep
) -> ContractsShown:
    """List the contracts of a programme, with all that they say."""
    await _led_here(read, actor, programme_slug)
    if await read.row(_AGREED, programme_slug) is None:
        return ContractsShown(items=[])
    state, _ = await contracts.read(contracts_id(programme_slug), actor=actor)
    held = sorted(state.held.values(), key=lambda each: each.terms.from_on)
    return ContractsShown(items=[_shown(each) for each in held])


def _shown(each: Contract) -> ContractShown:
    return ContractShown(
        contract=each.contract,
        terms=ContractTerms.model_validate(each.terms, from_attributes=True),
        last_on=each.last_on,
        in_force=each.terms.from_on <= london_day(now()) <= each.last_on,
    )


async def _led_here(read: Reads, actor: Actor, programme_slug: str) -> None:
    """Let through whoever acts in the programme, or for the organisation that leads it."""
    elsewhere = actor.programme not in {None, programme_slug}
    if elsewhere or await read.row(_PROGRAMME, programme_slug) is None:
        raise NoSuchThing


async def _known(read: Reads, form: ContractForm) -> frozenset[str]:
    rows = await read.rows(_ORGANISATION, [form.commissioner, form.provider])
    return frozenset(row["slug"] for row in rows)
