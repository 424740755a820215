"""Deciding about a referral: taken on, turned down, or found to be with us already."""

from typing import Final

from ht_intake.domain.codes import Appropriateness, RejectionReason
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    LinkReferral,
    RejectReferral,
    TellReferralsApart,
)
from ht_intake.domain.referral.events import (
    Event,
    ReferralAccepted,
    ReferralLinked,
    ReferralRejected,
    ReferralsToldApart,
)
from ht_intake.domain.referral.hearing import person_hears, referrer_hears, undecided
from ht_intake.domain.referral.refusals import (
    BeyondTheRemit,
    CaseOpenedAlready,
    NoCaseToLinkTo,
    ReferralLinkedAlready,
    SameReferralTwice,
    SayWhereElse,
    WithinTheRemit,
)
from ht_intake.domain.referral.state import Referral, dated_well
from ht_intake.domain.refusals import Erased, OverrideIsForSeniors

_NOT_THE_RIGHT_PLACE: Final[frozenset[RejectionReason]] = frozenset(
    {"inappropriate", "outside_area", "outside_age"}
)
_WITHIN: Final[frozenset[Appropriateness | None]] = frozenset({None, "in_remit"})


def accept(asked: AcceptReferral, referral: Referral) -> list[Event]:
    """Take the person on."""
    received = referral.open
    if referral.accepted is not None:
        return []
    dated_well(asked.accepted_at, received, asked.asked_at)
    overridden = asked.override_reason is not None
    if overridden and not asked.by_a_senior:
        raise OverrideIsForSeniors
    if asked.appropriateness not in _WITHIN and not overridden:
        raise BeyondTheRemit
    return [
        ReferralAccepted(
            referral=received.referral,
            accepted_at=asked.accepted_at,
            overridden=overridden,
            override_reason=asked.override_reason,
            override_of=asked.override_of if overridden else None,
            appropriateness=asked.appropriateness,
        )
    ]


def reject(asked: RejectReferral, referral: Referral) -> list[Event]:
    """Turn it down. Nobody who waits for an answer is left without one."""
    if referral.rejected is not None and referral.rejected.reason == asked.reason:
        return []
    received = undecided(referral)
    dated_well(asked.rejected_at, received, asked.asked_at)
    referrer_hears(asked.tell_referrer_by, received)
    person_hears(asked.person, received)
    if asked.reason in _NOT_THE_RIGHT_PLACE and asked.person.by and not asked.person.where_else:
        raise SayWhereElse
    if asked.reason == "inappropriate" and asked.appropriateness == "in_remit":
        raise WithinTheRemit
    if asked.duplicate_of == received.referral:
        raise SameReferralTwice
    return [
        ReferralRejected(
            referral=received.referral,
            reason=asked.reason,
            referrer_told_by=asked.tell_referrer_by,
            rejected_at=asked.rejected_at,
            person_told_by=asked.person.by,
            person_not_told_because=asked.person.not_because,
            where_else=tuple(sorted(set(asked.person.where_else))) or None,
            duplicate_of=asked.duplicate_of,
            appropriateness=asked.appropriateness,
        )
    ]


def tell_apart(asked: TellReferralsApart, referral: Referral) -> list[Event]:
    """Remember that somebody looked, so that nobody is asked again."""
    received = referral.kept
    if asked.other == received.referral:
        raise SameReferralTwice
    if asked.other in referral.told_apart:
        return []
    dated_well(asked.told_apart_at, received, asked.asked_at)
    return [
        ReferralsToldApart(
            referral=received.referral, other=asked.other, told_apart_at=asked.told_apart_at
        )
    ]


def link(asked: LinkReferral, referral: Referral) -> list[Event]:
    """Join it to the case that the person has. Nothing new opens, and nobody is refused."""
    if referral.linked is not None:
        if referral.linked.client != asked.client:
            raise ReferralLinkedAlready
        return []
    if referral.converted is not None:
        raise CaseOpenedAlready
    received = referral.kept
    if asked.erased:
        raise Erased
    if asked.case is None:
        raise NoCaseToLinkTo
    dated_well(asked.linked_at, received, asked.asked_at)
    return [
        ReferralLinked(
            referral=received.referral,
            client=asked.client,
            case=asked.case,
            linked_at=asked.linked_at,
        )
    ]
