"""The turns that a case can have taken: it rested, ended, went on here or elsewhere.

These names and fields are kept for ever, as those of the other events of a case are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    Closure,
    ClosureDetail,
    Conclusion,
    EarlierCase,
    PauseReason,
    Reopening,
    TransferId,
    TransferReason,
    TransferRefusal,
    WorkerId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked:
    """This case follows an earlier one: of a client who came back, or who was transferred."""

    case: CaseId
    client: ClientId
    earlier: CaseId
    because: EarlierCase
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePaused:
    """Support rests for a reason, until about the day on which the client is expected back."""

    case: CaseId
    client: ClientId
    reason: PauseReason
    expected_return_on: date
    paused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResumed:
    """Support goes on after a pause."""

    case: CaseId
    client: ClientId
    resumed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDisengaged:
    """The client has stopped coming. The case is still open: they may come again."""

    case: CaseId
    client: ClientId
    disengaged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """An episode of support ended. `conclusion` was derived from what took place in it."""

    case: CaseId
    client: ClientId
    reason: Closure
    detail: ClosureDetail | None
    conclusion: Conclusion
    follow_up_by: WorkerId | None
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened:
    """An episode of support goes on after all."""

    case: CaseId
    client: ClientId
    because: Reopening
    reason: str | None
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferOffered:
    """Another programme was asked to go on with this case.

    `agreed_to_share` says that the client agreed that the other organisation hears of it.
    """

    case: CaseId
    client: ClientId
    transfer: TransferId
    to_organisation: str
    to_programme: str
    reason: TransferReason
    agreed_to_share: bool
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferDeclined:
    """The other programme does not take the case, or is not asked any more: it stays here."""

    case: CaseId
    client: ClientId
    transfer: TransferId
    reason: TransferRefusal
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferred:
    """Another programme goes on with the case, as `new_case`.

    `disclosed_to` names the organisation that was told, where it is another one.
    """

    case: CaseId
    client: ClientId
    transfer: TransferId
    new_case: CaseId
    to_programme: str
    disclosed_to: str | None
    transferred_at: datetime


Turn: TypeAlias = (
    CaseLinked
    | CasePaused
    | CaseResumed
    | CaseDisengaged
    | CaseClosed
    | CaseReopened
    | CaseTransferOffered
    | CaseTransferDeclined
    | CaseTransferred
)
