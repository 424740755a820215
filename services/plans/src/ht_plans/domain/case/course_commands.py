"""What may be asked of the way a case goes. `now` is the moment of asking."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from ht_plans.domain.codes import (
    CaseId,
    Closure,
    ClosureDetail,
    PauseReason,
    ReassignmentId,
    Result,
    SessionId,
    TransferId,
    TransferReason,
    TransferRefusal,
    WorkerId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToTrainer:
    """Move a case as part of one act, if it is still its former trainer's.

    `busy` are sessions that are booked when the new trainer has something else.
    """

    reassignment: ReassignmentId
    former: WorkerId
    worker: WorkerId
    over_cap: bool
    assigned_at: datetime
    busy: frozenset[SessionId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """Take back what one act did with this case, if nobody has moved it since.

    `busy` are sessions that are booked when whoever gets it back has something else.
    """

    reassignment: ReassignmentId
    assigned_at: datetime
    busy: frozenset[SessionId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseCase:
    """Let a case rest. `by_senior` says whether a senior decides it."""

    reason: PauseReason | None
    expected_return_on: date | None
    by_senior: bool
    paused_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCase:
    """Go on with a case."""

    resumed_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disengage:
    """Say that a client has stopped coming."""

    disengaged_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """Where a plan of the case stands, in the order in which they were drafted."""

    status: Literal["draft", "agreed", "signed_off", "abandoned", "superseded"]
    result: Result | None
    checks: int
    imported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase:
    """End a case. `checks_expected`: the programme checks whether changes have lasted."""

    reason: Closure
    detail: ClosureDetail | None
    plans: tuple[PlanStanding, ...]
    checks_expected: bool
    pending_referrals: int
    follow_up_by: WorkerId | None
    closed_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseForDeath:
    """End a case because the client has died. Its plans were ended before."""

    plans: tuple[PlanStanding, ...]
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase:
    """Go on with a case that was closed."""

    because: Literal["came_back", "closed_by_mistake"]
    reason: str | None
    reopened_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenAfterDeath:
    """Go on with a case that a death closed which was a mistake.

    `without_bookings` calls off what was booked, where its time has been taken since.
    """

    without_bookings: bool
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTransfer:
    """Ask another programme to go on with a case.

    `organisation` is ours; `to_organisation` leads that programme, None where there is none.
    """

    transfer: TransferId
    organisation: str
    to_organisation: str | None
    to_programme: str
    reason: TransferReason
    agreed_to_share: bool
    offered_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOfferBack:
    """Ask the other programme no longer: nobody there has accepted the case."""

    taken_back_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTransferDeclined:
    """Hear that the other programme does not take the case."""

    transfer: TransferId
    reason: TransferRefusal
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTransfer:
    """Hear that the other programme goes on with the case. Its plans were ended before."""

    transfer: TransferId
    organisation: str
    new_case: CaseId
    plans: tuple[PlanStanding, ...]
    transferred_at: datetime


Steering: TypeAlias = (
    MoveToTrainer
    | GiveBack
    | PauseCase
    | ResumeCase
    | Disengage
    | CloseCase
    | CloseForDeath
    | ReopenCase
    | ReopenAfterDeath
    | OfferTransfer
    | TakeOfferBack
    | NoteTransferDeclined
    | CompleteTransfer
)
