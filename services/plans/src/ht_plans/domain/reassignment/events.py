"""What can have happened in an act that moves many cases.

These names and fields are kept for ever, as those of all events are.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ht_plans.domain.codes import CaseId, ClientId, Reassignment, ReassignmentId, Told, WorkerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One case, whose it was, and whom it goes to.

    `former` is None only in acts of a time when all cases of an act were one worker's.
    """

    case: CaseId
    client: ClientId
    to: WorkerId
    over_cap: bool = False
    told: Told | None = None
    former: WorkerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesReassigned:
    """Somebody decided that these cases move from one worker, or several, to others.

    `former` is the one worker whose all of them were, if it was one.
    """

    reassignment: ReassignmentId
    programme: str
    because: Reassignment
    former: WorkerId | None
    cases: int
    moves: tuple[Move, ...]
    beyond_cap: bool
    reassigned_at: datetime

    def whose(self, move: Move) -> WorkerId:
        """Say whose a case of this act was."""
        former = move.former or self.former
        assert former is not None  # noqa: S101 - one of them has always been recorded
        return former


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignmentCarriedOut:
    """Every case of the act is where it was to go, or where somebody put it meanwhile."""

    reassignment: ReassignmentId
    carried_out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientWasTold:
    """One client of the act was told who supports them from now on."""

    reassignment: ReassignmentId
    case: CaseId
    client: ClientId
    told: Told
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignmentUndone:
    """The act was taken back: each case goes back to whoever had it."""

    reassignment: ReassignmentId
    undone_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignmentGivenBack:
    """Every case of the act is back, but for those that somebody moved on since."""

    reassignment: ReassignmentId
    given_back_at: datetime


Event: TypeAlias = (
    CasesReassigned
    | ReassignmentCarriedOut
    | ClientWasTold
    | ReassignmentUndone
    | ReassignmentGivenBack
)
