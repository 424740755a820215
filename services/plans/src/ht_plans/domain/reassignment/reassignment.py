"""Many cases that move in one act: a worker leaves, or a contract changes hands.

    ReassignCases ─► CasesReassigned               (each case is then moved, one by one)
    MarkCarriedOut ─► ReassignmentCarriedOut
    RecordWhatWasSaid ─► ClientWasTold              (what a client was told of it, and how)
    UndoReassignment ─► ReassignmentUndone          (each case goes back where it was)
    MarkGivenBack ─► ReassignmentGivenBack

The act names each case, whose it is and whom it goes to, as it was previewed: the cases of one
worker, or all open cases of a programme at once. A case that somebody gives
to another meanwhile stays with them, on the way there and on the way back. Plans, checks and
what is due go with their case.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ht_plans.domain.case.assigning import refuse_unless_suitable
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.case.refusals import CaseloadFull, NotInTheProgramme, TooClose
from ht_plans.domain.codes import CaseId, ClientId, WorkerId
from ht_plans.domain.reassignment.commands import (
    Command,
    MarkCarriedOut,
    MarkGivenBack,
    ReassignCases,
    RecordWhatWasSaid,
    TheirCase,
    UndoReassignment,
)
from ht_plans.domain.reassignment.events import (
    CasesReassigned,
    ClientWasTold,
    Event,
    Move,
    ReassignmentCarriedOut,
    ReassignmentGivenBack,
    ReassignmentUndone,
)
from ht_plans.domain.reassignment.refusals import (
    MovedToThemselves,
    NoSuchReassignment,
    NothingToMove,
    NotInThisAct,
    NotSaidWhatWasTold,
    NotTheirs,
    StillUnderWay,
    TooManyAtOnce,
)

MOST_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act of moving cases, and how far it has come."""

    ordered: CasesReassigned | None = None
    carried_out: ReassignmentCarriedOut | None = None
    told: Mapping[CaseId, ClientWasTold] = field(default_factory=dict)
    undone: ReassignmentUndone | None = None
    given_back: ReassignmentGivenBack | None = None

    def begun(self) -> CasesReassigned:
        """Give what was decided, or refuse."""
        if self.ordered is None:
            raise NoSuchReassignment
        return self.ordered


NOTHING_MOVED = Act()


def deal(
    cases: Iterable[tuple[CaseId, TheirCase]],
    to: Sequence[Worker],
    too_close: frozenset[tuple[WorkerId, ClientId]],
) -> tuple[Move, ...]:
    """Propose who takes each case: whoever has fewest, and is not too close to the client.

    A case that nobody may take is left out.
    """
    held = {worker.worker: worker.caseload for worker in to}
    moves = []
    for case, (client, trainer) in cases:
        free = [each for each in held if each != trainer and (each, client) not in too_close]
        if not free:
            continue
        taker = min(free, key=lambda each: held[each])
        held[taker] += 1
        moves.append(Move(case=case, client=client, to=taker, former=trainer))
    return tuple(moves)


def decide(command: Command, act: Act) -> list[Event]:
    """Say what happens when this is asked of this act."""
    match command:
        case ReassignCases():
            return _reassign(command, act)
        case MarkCarriedOut():
            return _mark_carried_out(command, act)
        case RecordWhatWasSaid():
            return _record_what_was_said(command, act)
        case UndoReassignment():
            return _undo(command, act)
        case MarkGivenBack():
            return _mark_given_back(command, act)


def evolve(act: Act, event: Event) -> Act:
    """Remember what happened."""
    match event:
        case CasesReassigned():
            return replace(act, ordered=event)
        case ReassignmentCarriedOut():
            return replace(act, carried_out=event)
        case ClientWasTold():
            return replace(act, told={**act.told, event.case: event})
        case ReassignmentUndone():
            return replace(act, undone=event)
        case ReassignmentGivenBack():
            return replace(act, given_back=event)


def _reassign(asked: ReassignCases, act: Act) -> list[Event]:
    if act.ordered is not None:
        return []
    moves = _each_once(asked)
    full = _over_cap(asked, moves)
    return [
        CasesReassigned(
            reassignment=asked.reassignment,
            programme=asked.programme,
            because=asked.because,
            former=_the_one(move.former for move in moves),
            cases=len(moves),
            moves=tuple(
                replace(move, client=asked.theirs[move.case].client, over_cap=move.to in full)
                for move in moves
            ),
            beyond_cap=bool(full),
            reassigned_at=asked.now,
        )
    ]


def _each_once(asked: ReassignCases) -> list[Move]:
    moves = list({move.case: move for move in asked.moves}.values())
    if not moves:
        raise NothingToMove
    if len(moves) > MOST_AT_ONCE:
        raise TooManyAtOnce
    for move in moves:
        theirs = asked.theirs.get(move.case)
        if theirs is None or theirs.trainer != move.former:
            raise NotTheirs
        if move.to == move.former:
            raise MovedToThemselves
        if (move.to, theirs.client) in asked.too_close:
            raise TooClose
    if asked.because == "contract_changed_hands" and any(not move.told for move in moves):
        raise NotSaidWhatWasTold
    return moves


def _the_one(formers: Iterable[WorkerId | None]) -> WorkerId | None:
    several = set(formers)
    return several.pop() if len(several) == 1 else None


def _over_cap(asked: ReassignCases, moves: Iterable[Move]) -> frozenset[WorkerId]:
    """Name who would have more cases than the cap: somebody must answer for that."""
    taken = Counter(move.to for move in moves)
    for worker in taken:
        if worker not in asked.workers:
            raise NotInTheProgramme
        refuse_unless_suitable(asked.workers[worker])
    full = frozenset(
        worker
        for worker, number in taken.items()
        if asked.cap is not None and asked.workers[worker].caseload + number > asked.cap
    )
    if full and not asked.beyond_cap:
        raise CaseloadFull
    return full


def _record_what_was_said(asked: RecordWhatWasSaid, act: Act) -> list[Event]:
    ordered = act.begun()
    whose = {move.case: move.client for move in ordered.moves}
    if asked.case not in whose or whose[asked.case] in asked.hidden:
        raise NotInThisAct
    told = ClientWasTold(
        reassignment=ordered.reassignment,
        case=asked.case,
        client=whose[asked.case],
        told=asked.told,
        told_at=asked.told_at,
    )
    return [] if act.told.get(asked.case) == told else [told]


def _mark_carried_out(asked: MarkCarriedOut, act: Act) -> list[Event]:
    ordered = act.begun()
    if act.carried_out is not None:
        return []
    return [ReassignmentCarriedOut(reassignment=ordered.reassignment, carried_out_at=asked.at)]


def _undo(asked: UndoReassignment, act: Act) -> list[Event]:
    ordered = act.begun()
    if act.carried_out is None:
        raise StillUnderWay
    if act.undone is not None:
        return []
    return [ReassignmentUndone(reassignment=ordered.reassignment, undone_at=asked.now)]


def _mark_given_back(asked: MarkGivenBack, act: Act) -> list[Event]:
    ordered = act.begun()
    if act.undone is None or act.given_back is not None:
        return []
    return [ReassignmentGivenBack(reassignment=ordered.reassignment, given_back_at=asked.at)]
