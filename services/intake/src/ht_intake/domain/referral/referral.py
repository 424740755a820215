"""The rules of an inbound referral.

Nobody is taken on who has not agreed to be referred, and nobody who refers is left waiting.

    ReceiveReferral ─► ClientReferred │ ReferralReturned   (not agreed, or made to come)
    AcceptReferral ─► ReferralAccepted
    RejectReferral ─► ReferralRejected                     (before it is accepted)
    ConvertReferral ─► ReferralConverted                   (accepted, and taking part agreed)

Asking for the same thing twice changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from ht_intake.domain.codes import ReferralSource, ReturnedBecause
from ht_intake.domain.days import not_after
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    Command,
    ConvertReferral,
    ReceiveReferral,
    RejectReferral,
)
from ht_intake.domain.referral.events import (
    ClientReferred,
    Event,
    ReferralAccepted,
    ReferralConverted,
    ReferralRejected,
    ReferralReturned,
)
from ht_intake.domain.refusals import (
    ConvertedForSomebodyElse,
    DecidedBeforeReceived,
    JobcentrePlusIsNotTold,
    OverrideIsForSeniors,
    ReferralDecidedAlready,
    ReferralNotAccepted,
    ReferralRejectedAlready,
    ReferralReturnedAlready,
    ReferrerMustBeTold,
    TakingPartNotAgreed,
)

_NOBODY_WAITS: frozenset[ReferralSource] = frozenset(
    {"self", "found_by_trainer", "outreach_event", "jobcentre_plus"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """An inbound referral, as far as it has come."""

    received: ClientReferred | None = None
    returned: ReferralReturned | None = None
    accepted: ReferralAccepted | None = None
    rejected: ReferralRejected | None = None
    converted: ReferralConverted | None = None

    @property
    def open(self) -> ClientReferred:
        """Give the referral as received, or refuse: it went back or was rejected."""
        if self.received is None:
            raise ReferralReturnedAlready
        if self.rejected is not None:
            raise ReferralRejectedAlready
        return self.received


NO_REFERRAL_YET = Referral()


def decide(command: Command, referral: Referral) -> list[Event]:
    """Say what happens when this is asked of this referral."""
    match command:
        case ReceiveReferral():
            return _receive(command, referral)
        case AcceptReferral():
            return _accept(command, referral)
        case RejectReferral():
            return _reject(command, referral)
        case ConvertReferral():
            return _convert(command, referral)


def _receive(asked: ReceiveReferral, referral: Referral) -> list[Event]:
    if referral != NO_REFERRAL_YET:
        return []
    not_after(asked.asked_at, asked.received_at)
    because = _goes_back_because(asked)
    return [_referred(asked) if because is None else _returned(asked, because)]


def _goes_back_because(asked: ReceiveReferral) -> ReturnedBecause | None:
    if asked.consent == "not_agreed":
        return "not_agreed"
    return "mandated" if asked.mandated else None


def _returned(asked: ReceiveReferral, because: ReturnedBecause) -> ReferralReturned:
    return ReferralReturned(
        referral=asked.referral,
        programme=asked.programme,
        source=asked.source,
        because=because,
        received_at=asked.received_at,
    )


def _referred(asked: ReceiveReferral) -> ClientReferred:
    return ClientReferred(
        referral=asked.referral,
        programme=asked.programme,
        source=asked.source,
        consent=asked.consent,
        needs=tuple(dict.fromkeys(asked.needs)),
        received_at=asked.received_at,
        sender_namespace=asked.sender.namespace if asked.sender else None,
        sender_reference=asked.sender.reference if asked.sender else None,
        referrer_organisation=asked.referrer.organisation,
        referrer_name=asked.referrer.name,
        referrer_role=asked.referrer.role,
        called=asked.person.called,
        telephone=asked.person.telephone,
        postcode=asked.person.postcode,
        note=asked.note,
    )


def _accept(asked: AcceptReferral, referral: Referral) -> list[Event]:
    received = referral.open
    if referral.accepted is not None:
        return []
    _dated_well(asked.accepted_at, received, asked.asked_at)
    if asked.override_reason is not None and not asked.by_a_senior:
        raise OverrideIsForSeniors
    return [
        ReferralAccepted(
            referral=received.referral,
            accepted_at=asked.accepted_at,
            overridden=asked.override_reason is not None,
            override_reason=asked.override_reason,
        )
    ]


def _reject(asked: RejectReferral, referral: Referral) -> list[Event]:
    if referral.rejected is not None and referral.rejected.reason == asked.reason:
        return []
    received = referral.open
    if referral.accepted is not None:
        raise ReferralDecidedAlready
    _dated_well(asked.rejected_at, received, asked.asked_at)
    if asked.tell_referrer_by == "not_told" and received.source not in _NOBODY_WAITS:
        raise ReferrerMustBeTold
    if asked.tell_referrer_by != "not_told" and received.source == "jobcentre_plus":
        raise JobcentrePlusIsNotTold
    return [
        ReferralRejected(
            referral=received.referral,
            reason=asked.reason,
            referrer_told_by=asked.tell_referrer_by,
            rejected_at=asked.rejected_at,
        )
    ]


def _convert(asked: ConvertReferral, referral: Referral) -> list[Event]:
    if referral.converted is not None:
        if referral.converted.client != asked.client:
            raise ConvertedForSomebodyElse
        return []
    received = referral.open
    if referral.accepted is None:
        raise ReferralNotAccepted
    if asked.agreed_to_take_part_at is None:
        raise TakingPartNotAgreed
    _dated_well(asked.converted_at, received, asked.asked_at)
    return [
        ReferralConverted(
            referral=received.referral,
            client=asked.client,
            case=asked.case,
            agreed_to_take_part_at=asked.agreed_to_take_part_at,
            converted_at=asked.converted_at,
        )
    ]


def _dated_well(at: datetime, received: ClientReferred, asked_at: datetime) -> None:
    not_after(asked_at, at)
    if at < received.received_at:
        raise DecidedBeforeReceived


def evolve(referral: Referral, event: Event) -> Referral:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case ClientReferred():
            return replace(referral, received=event)
        case ReferralReturned():
            return replace(referral, returned=event)
        case ReferralAccepted():
            return replace(referral, accepted=event)
        case ReferralRejected():
            return replace(referral, rejected=event)
        case ReferralConverted():
            return replace(referral, converted=event)
