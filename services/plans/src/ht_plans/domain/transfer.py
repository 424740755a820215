"""Transfers that come to a programme from another one, of this organisation or another.

    ReceiveTransfer ─► TransferReceived
    AcceptTransfer ─► TransferAccepted      (a new case opens here, and the old one closes)
    DeclineTransfer ─► TransferDeclined     (the case stays where it is)
    EndOffer ─► TransferDeclined            (over before anybody here answered)
    CallOffTransfer ─► TransferDeclined     (accepted, but nothing begins for them any more)

Who the client is stays with the organisation that knows them. One that takes a client over from
another organisation registers them itself, with their agreement, and says who they are here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NoReturn, TypeAlias

from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    TransferId,
    TransferNo,
    TransferReason,
    TransferRefusal,
)
from ht_plans.domain.refusals import DatedInTheFuture, Refused


class NothingOffered(Refused):
    """No such transfer was offered to this programme."""


class ClientNotSaid(Refused):
    """Register this client here first, with their agreement, and say who they are."""


class ClientNotRegistered(Refused):
    """No such client is registered with this programme. Register them first, then accept."""


class AnotherClientHere(Refused):
    """This client is known here already. A transfer does not make them somebody else."""


class NobodyToGoOnWith(Refused):
    """The client has died. Decline the transfer; nothing begins for them."""


class ClientTakesNoPart(Refused):
    """The client no longer takes part. Decline the transfer; they can be referred anew."""


class OfferedCaseEnded(Refused):
    """The case that was offered has ended. Decline it, or have the client referred here."""


class OfferTakenBack(Refused):
    """The other programme took this offer back. Ask them if you think it is a mistake."""


class AnsweredOtherwise(Refused):
    """This transfer was answered already, and the other programme has been told."""


Over: TypeAlias = Literal["client_died", "client_stopped", "case_ended", "taken_back"]
"""Why nothing begins for a client whose case was offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReceived:
    """Another programme asks this one to go on with a case.

    `client` is None where another organisation asks: it knows the client by another id.
    """

    transfer: TransferId
    programme: str
    from_organisation: str
    from_programme: str
    from_case: CaseId
    client: ClientId | None
    reason: TransferReason
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferAccepted:
    """This programme goes on with the case, as `new_case`."""

    transfer: TransferId
    client: ClientId
    new_case: CaseId
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDeclined:
    """This programme does not take the case, or did accept it and no case opened after all."""

    transfer: TransferId
    reason: TransferRefusal
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTransfer:
    """Put a transfer before the people of this programme."""

    transfer: TransferId
    programme: str
    from_organisation: str
    from_programme: str
    from_case: CaseId
    client: ClientId | None
    reason: TransferReason
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptTransfer:
    """Go on with a case. `client` says who they are here, where they come from elsewhere.

    `registered`: they are a client of this programme. Within one organisation a client stays
    who they are. `over` says why nothing begins for them any more, where that is known.
    """

    client: ClientId | None
    registered: bool
    new_case: CaseId
    over: Over | None = None
    accepted_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineTransfer:
    """Leave the case where it is."""

    reason: TransferNo
    declined_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffTransfer:
    """Say that no case opens, though this was accepted: what ended it came in between."""

    reason: Over
    called_off_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOffer:
    """Say that nobody need answer: where it was offered, it is over."""

    reason: Over
    ended_at: datetime


Command: TypeAlias = (
    ReceiveTransfer | AcceptTransfer | DeclineTransfer | CallOffTransfer | EndOffer
)
Answer: TypeAlias = TransferAccepted | TransferDeclined
Event: TypeAlias = TransferReceived | Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer as it was received, and how it was answered."""

    received: TransferReceived | None = None
    answer: Answer | None = None


NOTHING_OFFERED = Transfer()


def decide(command: Command, transfer: Transfer) -> list[Event]:
    """Say what happens when this is asked of this transfer."""
    match command:
        case ReceiveTransfer():
            return [] if transfer.received else [_received(command)]
        case AcceptTransfer():
            return _accept(command, transfer)
        case DeclineTransfer():
            return _decline(command, transfer)
        case CallOffTransfer():
            return _call_off(command, transfer)
        case EndOffer():
            return _end_offer(command, transfer)


def evolve(transfer: Transfer, event: Event) -> Transfer:
    """Remember what happened."""
    match event:
        case TransferReceived():
            return replace(transfer, received=event)
        case TransferAccepted() | TransferDeclined():
            return replace(transfer, answer=event)


def _received(asked: ReceiveTransfer) -> TransferReceived:
    return TransferReceived(
        transfer=asked.transfer,
        programme=asked.programme,
        from_organisation=asked.from_organisation,
        from_programme=asked.from_programme,
        from_case=asked.from_case,
        client=asked.client,
        reason=asked.reason,
        received_at=asked.offered_at,
    )


def _accept(asked: AcceptTransfer, transfer: Transfer) -> list[Event]:
    received = _offered(transfer)
    match transfer.answer:
        case TransferAccepted(client=accepted):
            if asked.client not in {None, accepted}:
                raise AnsweredOtherwise
            return []
        case TransferDeclined():
            raise AnsweredOtherwise
        case None:
            pass
    if asked.accepted_at > asked.now:
        raise DatedInTheFuture
    if asked.over is not None:
        _refuse_what_is_over(asked.over)
    client = received.client or asked.client
    if client is None:
        raise ClientNotSaid
    if asked.client not in {None, client}:
        raise AnotherClientHere
    if received.client is None and not asked.registered:
        raise ClientNotRegistered
    return [
        TransferAccepted(
            transfer=received.transfer,
            client=client,
            new_case=asked.new_case,
            accepted_at=asked.accepted_at,
        )
    ]


def _refuse_what_is_over(why: Over) -> NoReturn:
    match why:
        case "client_died":
            raise NobodyToGoOnWith
        case "client_stopped":
            raise ClientTakesNoPart
        case "case_ended":
            raise OfferedCaseEnded
        case "taken_back":
            raise OfferTakenBack


def _decline(asked: DeclineTransfer, transfer: Transfer) -> list[Event]:
    received = _offered(transfer)
    match transfer.answer:
        case TransferDeclined(reason=asked.reason):
            return []
        case TransferAccepted() | TransferDeclined():
            raise AnsweredOtherwise
        case None:
            pass
    if asked.declined_at > asked.now:
        raise DatedInTheFuture
    return [
        TransferDeclined(
            transfer=received.transfer, reason=asked.reason, declined_at=asked.declined_at
        )
    ]


def _call_off(asked: CallOffTransfer, transfer: Transfer) -> list[Event]:
    received = _offered(transfer)
    if not isinstance(transfer.answer, TransferAccepted):
        return []
    return [
        TransferDeclined(
            transfer=received.transfer,
            reason=asked.reason,
            declined_at=max(asked.called_off_at, transfer.answer.accepted_at),
        )
    ]


def _end_offer(asked: EndOffer, transfer: Transfer) -> list[Event]:
    received = _offered(transfer)
    if transfer.answer is not None:
        return []
    return [
        TransferDeclined(
            transfer=received.transfer, reason=asked.reason, declined_at=asked.ended_at
        )
    ]


def _offered(transfer: Transfer) -> TransferReceived:
    if transfer.received is None:
        raise NothingOffered
    return transfer.received
