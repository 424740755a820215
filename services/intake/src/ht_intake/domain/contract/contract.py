"""What a commissioner pays a programme for, from one day to another.

    AgreeContract ─► ContractAgreed
    AmendContract ─► ContractAmended     (what was written down wrongly, or varied throughout)
    EndContract ─► ContractEnded         (before its last day)

On any day a programme has one contract at most, so that a cost, a target or the months of a
check come from one. New terms from a day on are a contract of their own. The names and fields
of events are kept for ever: add an optional field freely, never rename, remove or re-mean one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.contract.terms import Terms
from ht_intake.domain.refusals import (
    CommissionerUnknown,
    ContractEndsBeforeItBegins,
    ContractsOverlap,
    EndsAfterItsLastDay,
    NoSuchContract,
    ProviderUnknown,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAgreed:
    """A commissioner and a provider agreed what a programme does, and for what."""

    contract: UUID
    programme: str
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAmended:
    """A contract says something else, from its first day on."""

    contract: UUID
    programme: str
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractEnded:
    """A contract ends with this day, before the last that was agreed."""

    contract: UUID
    programme: str
    ended_on: date


Event: TypeAlias = ContractAgreed | ContractAmended | ContractEnded


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeContract:
    """Write down what was agreed. Both parties are organisations of the register."""

    contract: UUID
    programme: str
    terms: Terms
    commissioner_known: bool
    provider_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendContract:
    """Write down what a contract says instead, whole."""

    contract: UUID
    terms: Terms
    commissioner_known: bool
    provider_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndContract:
    """End a contract with a day."""

    contract: UUID
    on: date


Command: TypeAlias = AgreeContract | AmendContract | EndContract


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One contract, as it stands."""

    contract: UUID
    programme: str
    terms: Terms
    ended_on: date | None = None

    @property
    def last_on(self) -> date:
        """Give its last day."""
        return self.ended_on or self.terms.to_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracts:
    """The contracts of one programme."""

    held: Mapping[UUID, Contract] = field(default_factory=dict)

    def find(self, contract: UUID) -> Contract:
        """Give a contract, or refuse: there is none."""
        if contract not in self.held:
            raise NoSuchContract
        return self.held[contract]


NO_CONTRACTS_YET = Contracts()


def decide(command: Command, contracts: Contracts) -> list[Event]:
    """Say what happens when this is asked of the programme's contracts."""
    match command:
        case AgreeContract():
            return [*_agree(command, contracts)]
        case AmendContract():
            return [*_amend(command, contracts)]
        case EndContract():
            return [*_end(command, contracts)]


def _agree(asked: AgreeContract, contracts: Contracts) -> list[ContractAgreed]:
    if asked.contract in contracts.held:
        return []
    _check_terms(asked)
    _check_alone(asked.contract, asked.terms.from_on, asked.terms.to_on, contracts)
    return [
        ContractAgreed(contract=asked.contract, programme=asked.programme, terms=asked.terms)
    ]


def _amend(asked: AmendContract, contracts: Contracts) -> list[ContractAmended]:
    known = contracts.find(asked.contract)
    if known.terms == asked.terms:
        return []
    _check_terms(asked)
    _check_alone(asked.contract, asked.terms.from_on, asked.terms.to_on, contracts)
    return [
        ContractAmended(contract=asked.contract, programme=known.programme, terms=asked.terms)
    ]


def _end(asked: EndContract, contracts: Contracts) -> list[ContractEnded]:
    known = contracts.find(asked.contract)
    if known.ended_on == asked.on:
        return []
    if asked.on < known.terms.from_on:
        raise ContractEndsBeforeItBegins
    if asked.on > known.terms.to_on:
        raise EndsAfterItsLastDay
    _check_alone(asked.contract, known.terms.from_on, asked.on, contracts)
    return [
        ContractEnded(contract=asked.contract, programme=known.programme, ended_on=asked.on)
    ]


def _check_terms(asked: AgreeContract | AmendContract) -> None:
    if not asked.commissioner_known:
        raise CommissionerUnknown
    if not asked.provider_known:
        raise ProviderUnknown
    asked.terms.check()


def _check_alone(contract: UUID, first: date, last: date, contracts: Contracts) -> None:
    others: Iterable[Contract] = (
        each for each in contracts.held.values() if each.contract != contract
    )
    if any(each.terms.from_on <= last and first <= each.last_on for each in others):
        raise ContractsOverlap


def evolve(contracts: Contracts, event: Event) -> Contracts:
    """Remember what happened. Never refuses: it has already happened."""
    held = contracts.held
    match event:
        case ContractAgreed() | ContractAmended():
            stands = Contract(
                contract=event.contract, programme=event.programme, terms=event.terms
            )
            return Contracts(held={**held, event.contract: stands})
        case ContractEnded():
            known = held.get(event.contract)
            if known is None:
                return contracts
            ended = replace(known, ended_on=event.ended_on)
            return Contracts(held={**held, event.contract: ended})
