"""Taking a referral in: once, from whomever it comes, and only with the person's agreement."""

from typing import Final

from ht_intake.domain.codes import ReferralSource, ReturnedBecause
from ht_intake.domain.days import not_after
from ht_intake.domain.referral.agreeing import agreed_well
from ht_intake.domain.referral.amending import nobody
from ht_intake.domain.referral.commands import (
    ReceiveReferral,
)
from ht_intake.domain.referral.events import (
    ClientReferred,
    Event,
    ReferralReturned,
)
from ht_intake.domain.referral.refusals import (
    AskThePersonFirst,
    NotTheSendersOwnName,
    SayWhetherMandated,
)
from ht_intake.domain.referral.state import NO_REFERRAL_YET, Referral

_MET: Final[frozenset[ReferralSource]] = frozenset(
    {"found_by_trainer", "champion", "outreach_event", "jobcentre_plus"}
)
"""Where whoever refers stood in front of the person, and could ask."""


def receive(asked: ReceiveReferral, referral: Referral) -> list[Event]:
    """Take a referral in, or let it go back."""
    if referral != NO_REFERRAL_YET:
        return []
    not_after(asked.asked_at, asked.received_at)
    if asked.partner is not None and not _names_itself(asked, asked.partner):
        raise NotTheSendersOwnName
    because = _goes_back_because(asked)
    if because is not None:
        return [_returned(asked, because)]
    if asked.source in _MET and asked.consent == "not_stated":
        raise AskThePersonFirst
    if asked.source == "jobcentre_plus" and asked.mandated is None:
        raise SayWhetherMandated
    agreed_well(asked.consent, asked.agreement, asked.asked_at)
    return [_referred(asked)]


def _names_itself(asked: ReceiveReferral, partner: str) -> bool:
    return asked.sender is not None and asked.sender.namespace == partner


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
        words=asked.words,
        original=asked.original,
        met_in=asked.met.kind,
        place=asked.met.place,
        event=asked.met.event,
        safe_channels=tuple(sorted(set(asked.person.safe_channels))) or None,
        unidentified=nobody(asked.person),
        contact_by=asked.contact_by,
        agreed_at=asked.agreement.at,
        agreement_told_by=asked.agreement.told_by,
        pathway=asked.pathway,
        email=asked.person.email,
        reached_through=asked.person.reached_through,
    )
