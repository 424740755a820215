"""The rules joined to the place where their events are kept."""

from typing import Annotated, Final, TypeAlias
from uuid import UUID, uuid5

from fastapi import Depends

from ht_kit.asked import Actor
from ht_kit.decider import Aggregate, Decider, Handler, Reservation
from ht_kit.erasing import erasure_of
from ht_kit.http import handler_of
from ht_plans.domain import covering as cover_rules
from ht_plans.domain import offer as offer_rules
from ht_plans.domain import recording as recording_rules
from ht_plans.domain import transfer as transfer_rules
from ht_plans.domain.case import case as case_rules
from ht_plans.domain.case.case import Case
from ht_plans.domain.case.commands import Command as CaseCommand
from ht_plans.domain.case.events import Event as CaseEvent
from ht_plans.domain.case.slots import Step, taken_by
from ht_plans.domain.concern import concern as concern_rules
from ht_plans.domain.concern.commands import Command as ConcernCommand
from ht_plans.domain.concern.events import Event as ConcernEvent
from ht_plans.domain.handover import handover as handover_rules
from ht_plans.domain.handover.commands import Command as HandoverCommand
from ht_plans.domain.handover.events import Event as HandoverEvent
from ht_plans.domain.handover.handover import Handover
from ht_plans.domain.pathway import pathways as pathways_rules
from ht_plans.domain.pathway.commands import Command as PathwaysCommand
from ht_plans.domain.pathway.events import Event as PathwaysEvent
from ht_plans.domain.pathway.pathways import Pathways as CasePathways
from ht_plans.domain.plan import plan as plan_rules
from ht_plans.domain.plan.commands import Command as PlanCommand
from ht_plans.domain.plan.events import Event as PlanEvent
from ht_plans.domain.plan.plan import Plan
from ht_plans.domain.quit import episode as quit_rules
from ht_plans.domain.quit.commands import Command as QuitCommand
from ht_plans.domain.quit.episode import QuitEpisode
from ht_plans.domain.quit.events import Event as QuitEvent
from ht_plans.domain.reassignment import reassignment as reassignment_rules
from ht_plans.domain.reassignment.commands import Command as ReassignmentCommand
from ht_plans.domain.reassignment.events import Event as ReassignmentEvent
from ht_plans.domain.reassignment.reassignment import Act
from ht_plans.domain.together import shared as shared_rules
from ht_plans.domain.together.commands import Command as SharedCommand
from ht_plans.domain.together.events import Event as SharedEvent
from ht_plans.domain.together.state import taken_by as taken_by_shared
from ht_plans.domain.work import pathway as way_rules
from ht_plans.domain.work.commands import Command as WorkCommand
from ht_plans.domain.work.events import Event as WorkEvent
from ht_plans.domain.work.pathway import EmploymentPathway
from ht_plans.readmodels import (
    case_rows,
    concern_rows,
    plan_rows,
    recording_rows,
    shared_session_rows,
)
from ht_plans.readmodels_beside import offer_rows, pathways_rows, quit_rows, work_rows
from ht_plans.readmodels_moving import (
    cover_rows,
    handover_rows,
    reassignment_rows,
    transfer_rows,
)
from ht_plans.stored import (
    CASE_CODEC,
    CONCERN_CODEC,
    COVER_CODEC,
    HANDOVER_CODEC,
    OFFER_CODEC,
    PATHWAYS_CODEC,
    PLAN_CODEC,
    QUIT_CODEC,
    REASSIGNMENT_CODEC,
    RECORDING_CODEC,
    SERVICE,
    SHARED_SESSION_CODEC,
    TRANSFER_CODEC,
    WORK_CODEC,
)

IN_PROGRESS = "plan-in-progress"
"""What a plan holds until it ends, so that a case has one plan in progress at a time.

A case that has ended holds it too: nobody can draft a plan at the moment that another closes
the case, nor close it at the moment that another drafts one.
"""

_RECORDINGS: Final = UUID("019d2c6e-8f00-7c51-9d1e-5d7e0f6a2b11")
_OFFERS: Final = UUID("019d2c6e-8f00-7c51-9d1e-5d7e0f6a2b12")
_PATHWAYS: Final = UUID("019d2c6e-8f00-7c51-9d1e-5d7e0f6a2b13")


def recording_id(organisation: str, programme: str) -> UUID:
    """Name what a programme records: always the same, however often it is chosen."""
    return uuid5(_RECORDINGS, f"{organisation}/{programme}")


def offer_id(organisation: str, programme: str) -> UUID:
    """Name what a programme offers: always the same, however often it is chosen."""
    return uuid5(_OFFERS, f"{organisation}/{programme}")


def pathways_id(case: UUID) -> UUID:
    """Name the pathways of a case: always the same, whatever is noted first."""
    return uuid5(_PATHWAYS, str(case))


def _holds(plan: Plan) -> frozenset[Reservation]:
    if plan.drafted is None or not plan.in_progress:
        return frozenset()
    return frozenset({Reservation(IN_PROGRESS, str(plan.drafted.case))})


QUITTING, ON_THE_WAY_INTO_WORK = "quit-episode", "employment-pathway"
"""A client has one quit episode open at a time, and a case one way into work."""


def _quitting(episode: QuitEpisode) -> frozenset[Reservation]:
    if episode.opened is None or episode.outcome is not None:
        return frozenset()
    return frozenset({Reservation(QUITTING, str(episode.opened.client))})


def _into_work(pathway: EmploymentPathway) -> frozenset[Reservation]:
    if pathway.begun is None or pathway.closed is not None:
        return frozenset()
    return frozenset({Reservation(ON_THE_WAY_INTO_WORK, str(pathway.begun.case))})


CLIENT_BUSY, WORKER_BUSY = "client-slot", "worker-slot"
"""What a booked session holds until it has gone somehow: its time, for both who meet."""


def _reserved(steps: frozenset[Step]) -> frozenset[Reservation]:
    kinds = {"client": CLIENT_BUSY, "worker": WORKER_BUSY}
    return frozenset(
        Reservation(kinds[step.whose], f"{step.person}/{step.number}") for step in steps
    )


def _held_by_case(case: Case) -> frozenset[Reservation]:
    slots = _reserved(taken_by(case))
    if case.opened is None or case.course.closed is None:
        return slots
    return slots | {Reservation(IN_PROGRESS, str(case.opened.case))}


CONCERNED = ("senior", "manager", "safety-officer")
"""Whose task safeguarding concerns are, besides whoever raised one."""


def _may_see_concern(concern: concern_rules.Concern, actor: Actor) -> bool:
    raised = concern.raised
    return actor.has(*CONCERNED) or (raised is not None and raised.raised_by == actor.subject)


CASE: Aggregate[CaseCommand, Case, CaseEvent] = Aggregate(
    name=CASE_CODEC.aggregate,
    decider=Decider(
        decide=case_rules.decide, evolve=case_rules.evolve, initial=case_rules.NO_CASE_YET
    ),
    codec=CASE_CODEC,
    rows=case_rows,
    programmes=lambda case: frozenset({case.opened.programme} if case.opened else ()),
    client=lambda _, case: case.opened.client if case.opened else None,
    reserves=_held_by_case,
)
PLAN: Aggregate[PlanCommand, Plan, PlanEvent] = Aggregate(
    name=PLAN_CODEC.aggregate,
    decider=Decider(
        decide=plan_rules.decide, evolve=plan_rules.evolve, initial=plan_rules.NO_PLAN_YET
    ),
    codec=PLAN_CODEC,
    rows=plan_rows,
    programmes=lambda plan: frozenset({plan.drafted.programme} if plan.drafted else ()),
    client=lambda _, plan: plan.drafted.client if plan.drafted else None,
    reserves=_holds,
)
RECORDING: Aggregate[
    recording_rules.Command, recording_rules.Recording, recording_rules.Event
] = Aggregate(
    name=RECORDING_CODEC.aggregate,
    decider=Decider(
        decide=recording_rules.decide,
        evolve=recording_rules.evolve,
        initial=recording_rules.AS_USUAL,
    ),
    codec=RECORDING_CODEC,
    rows=recording_rows,
    programmes=lambda chosen: frozenset({chosen.programme} if chosen.programme else ()),
    client=lambda _, __: None,
)

SHARED_SESSION: Aggregate[SharedCommand, shared_rules.SharedSession, SharedEvent] = Aggregate(
    name=SHARED_SESSION_CODEC.aggregate,
    decider=Decider(
        decide=shared_rules.decide,
        evolve=shared_rules.evolve,
        initial=shared_rules.NOTHING_SHARED_YET,
    ),
    codec=SHARED_SESSION_CODEC,
    rows=shared_session_rows,
    programmes=lambda shared: frozenset({shared.booked.programme} if shared.booked else ()),
    client=lambda _, __: None,
    reserves=lambda shared: _reserved(taken_by_shared(shared)),
)
CONCERN: Aggregate[ConcernCommand, concern_rules.Concern, ConcernEvent] = Aggregate(
    name=CONCERN_CODEC.aggregate,
    decider=Decider(
        decide=concern_rules.decide,
        evolve=concern_rules.evolve,
        initial=concern_rules.NO_CONCERN_YET,
    ),
    codec=CONCERN_CODEC,
    rows=concern_rows,
    programmes=lambda concern: frozenset({concern.raised.programme} if concern.raised else ()),
    sees=_may_see_concern,
    client=lambda _, concern: concern.raised.client if concern.raised else None,
)
OFFER: Aggregate[offer_rules.Command, offer_rules.Offer, offer_rules.Event] = Aggregate(
    name=OFFER_CODEC.aggregate,
    decider=Decider(
        decide=offer_rules.decide,
        evolve=offer_rules.evolve,
        initial=offer_rules.NOTHING_BESIDE,
    ),
    codec=OFFER_CODEC,
    rows=offer_rows,
    programmes=lambda chosen: frozenset({chosen.programme} if chosen.programme else ()),
    client=lambda _, __: None,
)
QUIT: Aggregate[QuitCommand, QuitEpisode, QuitEvent] = Aggregate(
    name=QUIT_CODEC.aggregate,
    decider=Decider(
        decide=quit_rules.decide,
        evolve=quit_rules.evolve,
        initial=quit_rules.NO_QUIT_EPISODE_YET,
    ),
    codec=QUIT_CODEC,
    rows=quit_rows,
    programmes=lambda quits: frozenset({quits.opened.programme} if quits.opened else ()),
    client=lambda _, quits: quits.opened.client if quits.opened else None,
    reserves=_quitting,
)
WORK: Aggregate[WorkCommand, EmploymentPathway, WorkEvent] = Aggregate(
    name=WORK_CODEC.aggregate,
    decider=Decider(
        decide=way_rules.decide,
        evolve=way_rules.evolve,
        initial=way_rules.NO_EMPLOYMENT_PATHWAY_YET,
    ),
    codec=WORK_CODEC,
    rows=work_rows,
    programmes=lambda way: frozenset({way.begun.programme} if way.begun else ()),
    client=lambda _, way: way.begun.client if way.begun else None,
    reserves=_into_work,
)
PATHWAYS: Aggregate[PathwaysCommand, CasePathways, PathwaysEvent] = Aggregate(
    name=PATHWAYS_CODEC.aggregate,
    decider=Decider(
        decide=pathways_rules.decide,
        evolve=pathways_rules.evolve,
        initial=pathways_rules.ON_NO_PATHWAY,
    ),
    codec=PATHWAYS_CODEC,
    rows=pathways_rows,
    programmes=lambda paths: frozenset({paths.programme} if paths.programme else ()),
    client=lambda _, paths: paths.client,
)
TRANSFER: Aggregate[transfer_rules.Command, transfer_rules.Transfer, transfer_rules.Event] = (
    Aggregate(
        name=TRANSFER_CODEC.aggregate,
        decider=Decider(
            decide=transfer_rules.decide,
            evolve=transfer_rules.evolve,
            initial=transfer_rules.NOTHING_OFFERED,
        ),
        codec=TRANSFER_CODEC,
        rows=transfer_rows,
        programmes=lambda transfer: frozenset(
            {transfer.received.programme} if transfer.received else ()
        ),
        client=lambda _, transfer: transfer.received.client if transfer.received else None,
    )
)
REASSIGNMENT_ACT: Aggregate[ReassignmentCommand, Act, ReassignmentEvent] = Aggregate(
    name=REASSIGNMENT_CODEC.aggregate,
    decider=Decider(
        decide=reassignment_rules.decide,
        evolve=reassignment_rules.evolve,
        initial=reassignment_rules.NOTHING_MOVED,
    ),
    codec=REASSIGNMENT_CODEC,
    rows=reassignment_rows,
    programmes=lambda act: frozenset({act.ordered.programme} if act.ordered else ()),
    client=lambda _, __: None,
)
HANDOVER: Aggregate[HandoverCommand, Handover, HandoverEvent] = Aggregate(
    name=HANDOVER_CODEC.aggregate,
    decider=Decider(
        decide=handover_rules.decide,
        evolve=handover_rules.evolve,
        initial=handover_rules.NOTHING_HANDED_OVER,
    ),
    codec=HANDOVER_CODEC,
    rows=handover_rows,
    programmes=lambda act: frozenset({act.ordered.programme} if act.ordered else ()),
    client=lambda _, __: None,
)
COVER: Aggregate[cover_rules.Command, cover_rules.Cover, cover_rules.Event] = Aggregate(
    name=COVER_CODEC.aggregate,
    decider=Decider(
        decide=cover_rules.decide, evolve=cover_rules.evolve, initial=cover_rules.NO_COVER_YET
    ),
    codec=COVER_CODEC,
    rows=cover_rows,
    programmes=lambda cover: frozenset({cover.arranged.programme} if cover.arranged else ()),
    client=lambda _, __: None,
)

ERASURE = erasure_of(SERVICE)

CaseHandler: TypeAlias = Handler[CaseCommand, Case, CaseEvent]
PlanHandler: TypeAlias = Handler[PlanCommand, Plan, PlanEvent]
RecordingHandler: TypeAlias = Handler[
    recording_rules.Command, recording_rules.Recording, recording_rules.Event
]
OfferHandler: TypeAlias = Handler[offer_rules.Command, offer_rules.Offer, offer_rules.Event]
QuitHandler: TypeAlias = Handler[QuitCommand, QuitEpisode, QuitEvent]
WorkHandler: TypeAlias = Handler[WorkCommand, EmploymentPathway, WorkEvent]
PathwaysHandler: TypeAlias = Handler[PathwaysCommand, CasePathways, PathwaysEvent]
Cases: TypeAlias = Annotated[CaseHandler, Depends(handler_of(CASE))]
Plans: TypeAlias = Annotated[PlanHandler, Depends(handler_of(PLAN))]
Recordings: TypeAlias = Annotated[RecordingHandler, Depends(handler_of(RECORDING))]
SharedSessions: TypeAlias = Annotated[
    Handler[SharedCommand, shared_rules.SharedSession, SharedEvent],
    Depends(handler_of(SHARED_SESSION)),
]
Concerns: TypeAlias = Annotated[
    Handler[ConcernCommand, concern_rules.Concern, ConcernEvent], Depends(handler_of(CONCERN))
]
Offers: TypeAlias = Annotated[OfferHandler, Depends(handler_of(OFFER))]
Quits: TypeAlias = Annotated[QuitHandler, Depends(handler_of(QUIT))]
IntoWork: TypeAlias = Annotated[WorkHandler, Depends(handler_of(WORK))]
Pathways: TypeAlias = Annotated[PathwaysHandler, Depends(handler_of(PATHWAYS))]
TransferHandler: TypeAlias = Handler[
    transfer_rules.Command, transfer_rules.Transfer, transfer_rules.Event
]
ReassignmentHandler: TypeAlias = Handler[ReassignmentCommand, Act, ReassignmentEvent]
HandoverHandler: TypeAlias = Handler[HandoverCommand, Handover, HandoverEvent]
CoverHandler: TypeAlias = Handler[cover_rules.Command, cover_rules.Cover, cover_rules.Event]
Transfers: TypeAlias = Annotated[TransferHandler, Depends(handler_of(TRANSFER))]
Handovers: TypeAlias = Annotated[HandoverHandler, Depends(handler_of(HANDOVER))]
Reassignments: TypeAlias = Annotated[ReassignmentHandler, Depends(handler_of(REASSIGNMENT_ACT))]
Covers: TypeAlias = Annotated[CoverHandler, Depends(handler_of(COVER))]
