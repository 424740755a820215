"""What may be asked of an act that offers many cases to another programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ht_plans.domain.codes import CaseId, ClientId, HandoverId, Told, TransferReason
from ht_plans.domain.handover.events import Offered


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCases:
    """Ask another programme to go on with cases of this one.

    `open_cases` are the programme's open cases that no programme is asked about yet;
    `to_organisation` leads the other programme, None where nobody knows it.
    """

    handover: HandoverId
    organisation: str
    programme: str
    to_organisation: str | None
    to_programme: str
    reason: TransferReason
    offers: tuple[Offered, ...]
    open_cases: Mapping[CaseId, ClientId]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkHandoverCarriedOut:
    """Say that every case of the act is offered."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWhatClientWasTold:
    """Say how a client was told. `hidden` are the clients whom whoever asks may not see."""

    case: CaseId
    told: Told
    told_at: datetime
    hidden: frozenset[ClientId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeHandoverBack:
    """Ask the other programme no longer about whatever it has not accepted."""

    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkHandoverEnded:
    """Say that nothing of the act is offered any more."""

    at: datetime


Command: TypeAlias = (
    HandOverCases
    | MarkHandoverCarriedOut
    | RecordWhatClientWasTold
    | TakeHandoverBack
    | MarkHandoverEnded
)
