"""Many cases that another programme is asked to go on with: another leader takes over.

    HandOverCases ─► CasesHandedOver                  (each case is then offered, one by one)
    MarkHandoverCarriedOut ─► HandoverCarriedOut
    RecordWhatClientWasTold ─► ClientToldOfHandover   (what a client was told of it, and how)
    TakeHandoverBack ─► HandoverTakenBack             (what nobody accepted is offered no more)
    MarkHandoverEnded ─► HandoverEnded

The act names each case as it was previewed. The other programme accepts or declines each: it
registers the people itself where another organisation leads it, and its new cases go on from
the old ones. What it has accepted stays with it. A case that somebody ends or offers elsewhere
meanwhile stays as they left it, on the way there and on the way back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ht_plans.domain.case.handing_over import (
    NoSuchProgramme,
    NotAgreedToBeShared,
    TransferToItself,
)
from ht_plans.domain.codes import CaseId
from ht_plans.domain.handover.commands import (
    Command,
    HandOverCases,
    MarkHandoverCarriedOut,
    MarkHandoverEnded,
    RecordWhatClientWasTold,
    TakeHandoverBack,
)
from ht_plans.domain.handover.events import (
    CasesHandedOver,
    ClientToldOfHandover,
    Event,
    HandoverCarriedOut,
    HandoverEnded,
    HandoverTakenBack,
    Offered,
)
from ht_plans.domain.handover.refusals import (
    NoSuchHandover,
    NotHandedOver,
    NothingToHandOver,
    NotToBeOffered,
    StillHandingOver,
    TooManyToHandOver,
)

MOST_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """An act of handing cases over, and how far it has come."""

    ordered: CasesHandedOver | None = None
    carried_out: HandoverCarriedOut | None = None
    told: Mapping[CaseId, ClientToldOfHandover] = field(default_factory=dict)
    taken_back: HandoverTakenBack | None = None
    ended: HandoverEnded | None = None

    def begun(self) -> CasesHandedOver:
        """Give what was decided, or refuse."""
        if self.ordered is None:
            raise NoSuchHandover
        return self.ordered


NOTHING_HANDED_OVER = Handover()


def decide(command: Command, act: Handover) -> list[Event]:
    """Say what happens when this is asked of this act."""
    match command:
        case HandOverCases():
            return [*_hand_over(command, act)]
        case MarkHandoverCarriedOut():
            ordered = act.begun()
            done = HandoverCarriedOut(handover=ordered.handover, carried_out_at=command.at)
            return [] if act.carried_out else [done]
        case RecordWhatClientWasTold():
            return [*_record_what_was_told(command, act)]
        case TakeHandoverBack():
            return [*_take_back(command, act)]
        case MarkHandoverEnded():
            ordered = act.begun()
            ended = HandoverEnded(handover=ordered.handover, ended_at=command.at)
            return [ended] if act.taken_back and not act.ended else []


def evolve(act: Handover, event: Event) -> Handover:
    """Remember what happened."""
    match event:
        case CasesHandedOver():
            return replace(act, ordered=event)
        case HandoverCarriedOut():
            return replace(act, carried_out=event)
        case ClientToldOfHandover():
            return replace(act, told={**act.told, event.case: event})
        case HandoverTakenBack():
            return replace(act, taken_back=event)
        case HandoverEnded():
            return replace(act, ended=event)


def _hand_over(asked: HandOverCases, act: Handover) -> list[CasesHandedOver]:
    if act.ordered is not None:
        return []
    if asked.to_programme == asked.programme:
        raise TransferToItself
    if asked.to_organisation is None:
        raise NoSuchProgramme
    offers = _each_once(asked)
    return [
        CasesHandedOver(
            handover=asked.handover,
            programme=asked.programme,
            to_organisation=asked.to_organisation,
            to_programme=asked.to_programme,
            reason=asked.reason,
            cases=len(offers),
            offers=offers,
            handed_over_at=asked.now,
        )
    ]


def _each_once(asked: HandOverCases) -> tuple[Offered, ...]:
    offers = {offer.case: offer for offer in asked.offers}
    if not offers:
        raise NothingToHandOver
    if len(offers) > MOST_AT_ONCE:
        raise TooManyToHandOver
    if not offers.keys() <= asked.open_cases.keys():
        raise NotToBeOffered
    elsewhere = asked.to_organisation != asked.organisation
    if elsewhere and not all(offer.agreed_to_share for offer in offers.values()):
        raise NotAgreedToBeShared
    return tuple(
        replace(offer, client=asked.open_cases[case]) for case, offer in offers.items()
    )


def _record_what_was_told(
    asked: RecordWhatClientWasTold, act: Handover
) -> list[ClientToldOfHandover]:
    ordered = act.begun()
    whose = {offer.case: offer.client for offer in ordered.offers}
    if asked.case not in whose or whose[asked.case] in asked.hidden:
        raise NotHandedOver
    told = ClientToldOfHandover(
        handover=ordered.handover,
        case=asked.case,
        client=whose[asked.case],
        told=asked.told,
        told_at=asked.told_at,
    )
    return [] if act.told.get(asked.case) == told else [told]


def _take_back(asked: TakeHandoverBack, act: Handover) -> list[HandoverTakenBack]:
    ordered = act.begun()
    if act.carried_out is None:
        raise StillHandingOver
    if act.taken_back is not None:
        return []
    return [HandoverTakenBack(handover=ordered.handover, taken_back_at=asked.now)]
