"""One worker in one programme.

    JoinProgramme ─► ProgrammeJoined
    LeaveProgramme ─► ProgrammeLeft

It belongs to the organisation that leads the programme, while the worker belongs to the
organisation that registered them: a trust's trainer joins a charity's programme because the
charity says so, while the trust lends them to it. The names and fields of events are kept
for ever.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias
from uuid import UUID

from ht_intake.domain.codes import Role
from ht_intake.domain.refusals import (
    LeavesBeforeJoining,
    NotAMember,
    NotLentHere,
    ProgrammeUnknown,
    WorkerHasLeft,
)

OVERSEEING: Final[frozenset[Role]] = frozenset(
    {"commissioner", "analyst", "ig-lead", "safety-officer"}
)
"""Who looks on from their own organisation, and supports nobody: they need not be lent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeJoined:
    """A worker takes up roles in a programme, in place of any that they had there.

    `organisation` leads the programme. `lending` is what the roles end with, where another
    organisation employs the worker; None in events of before that was asked.
    """

    worker: UUID
    organisation: str
    programme: str
    roles: tuple[Role, ...]
    joined_on: date
    lending: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLeft:
    """A worker no longer acts in a programme, from this day on."""

    worker: UUID
    programme: str
    left_on: date


Event: TypeAlias = ProgrammeJoined | ProgrammeLeft


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinProgramme:
    """Give a worker roles in a programme that this organisation leads.

    `employed_here` says whether it employs them; else `lending` is the secondment or honorary
    contract with it that holds on that day, if there is one.
    """

    worker: UUID
    organisation: str
    programme: str
    programme_known: bool
    roles: frozenset[Role]
    on: date
    employed_here: bool = True
    lending: UUID | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveProgramme:
    """End what a worker does in a programme."""

    on: date


Command: TypeAlias = JoinProgramme | LeaveProgramme


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """As much of a membership as the rules and the register need to remember."""

    joined: ProgrammeJoined | None = None
    left: ProgrammeLeft | None = None


NO_MEMBERSHIP_YET = Membership()


def decide(command: Command, membership: Membership) -> list[Event]:
    """Say what happens when this is asked of this membership."""
    match command:
        case JoinProgramme():
            return _join(command, membership)
        case LeaveProgramme():
            return _leave(command, membership)


def _join(asked: JoinProgramme, membership: Membership) -> list[Event]:
    if not asked.programme_known:
        raise ProgrammeUnknown
    if asked.has_left:
        raise WorkerHasLeft
    supports_people = not asked.roles <= OVERSEEING
    if supports_people and not asked.employed_here and asked.lending is None:
        raise NotLentHere
    joined = ProgrammeJoined(
        worker=asked.worker,
        organisation=asked.organisation,
        programme=asked.programme,
        roles=tuple(sorted(asked.roles)),
        joined_on=asked.on,
        lending=asked.lending,
    )
    return [] if joined == membership.joined else [joined]


def _leave(asked: LeaveProgramme, membership: Membership) -> list[Event]:
    if membership.joined is None:
        raise NotAMember
    if asked.on < membership.joined.joined_on:
        raise LeavesBeforeJoining
    left = ProgrammeLeft(
        worker=membership.joined.worker,
        programme=membership.joined.programme,
        left_on=asked.on,
    )
    return [] if left == membership.left else [left]


def evolve(membership: Membership, event: Event) -> Membership:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case ProgrammeJoined():
            return Membership(joined=event)
        case ProgrammeLeft():
            return replace(membership, left=event)
