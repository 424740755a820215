"""What a referral says after it was amended: a part that was named is said anew, whole."""

from dataclasses import replace
from typing import Any, Final

from ht_intake.domain.codes import ReferralPart
from ht_intake.domain.referral.commands import (
    AmendReferral,
)
from ht_intake.domain.referral.events import (
    ClientReferred,
    ReferralAmended,
)
from ht_intake.domain.referral.said import (
    Person,
)

_SAID_AS_NAMED: Final[frozenset[ReferralPart]] = frozenset(
    {
        "called", "telephone", "postcode", "safe_channels", "email", "reached_through",
        "needs", "words", "note",
    }
)  # fmt: skip
"""Parts that are one field of the referral, which has their name."""


def amended(before: ClientReferred, event: ReferralAmended) -> ClientReferred:
    """Give what the referral says from now on."""
    parts = event.parts
    anew: dict[str, Any] = {
        part: getattr(event, part) for part in parts if part in _SAID_AS_NAMED
    }
    if "consent" in parts and event.consent is not None:
        anew |= {
            "consent": event.consent,
            "agreed_at": event.agreed_at,
            "agreement_told_by": event.agreement_told_by,
        }
    if "referrer" in parts:
        anew |= {
            "referrer_organisation": event.referrer_organisation,
            "referrer_name": event.referrer_name,
            "referrer_role": event.referrer_role,
        }
    return replace(before, **anew, unidentified=event.unidentified)


def amendment(asked: AmendReferral, before: ClientReferred) -> ReferralAmended | None:
    """Give the amendment that is asked for, or None: the referral says so already."""
    said = _said(asked, before)
    parts = tuple(sorted(part for part in asked.parts if _differs(part, said, before)))
    return replace(said, parts=parts) if parts else None


def nobody(person: Person) -> bool:
    """Say whether nothing tells who somebody is: there is no name to go by."""
    return person.called is None


def _said(asked: AmendReferral, before: ClientReferred) -> ReferralAmended:
    names = "called" in asked.parts
    unidentified = nobody(asked.person) if names else before.unidentified is True
    return ReferralAmended(
        referral=before.referral,
        parts=tuple(sorted(asked.parts)),
        reason=asked.reason,
        amended_at=asked.amended_at,
        called=asked.person.called,
        telephone=asked.person.telephone,
        postcode=asked.person.postcode,
        safe_channels=tuple(sorted(set(asked.person.safe_channels))),
        consent=asked.consent,
        needs=tuple(dict.fromkeys(asked.needs)),
        words=asked.words,
        note=asked.note,
        referrer_organisation=asked.referrer.organisation,
        referrer_name=asked.referrer.name,
        referrer_role=asked.referrer.role,
        unidentified=unidentified,
        agreed_at=asked.agreement.at,
        agreement_told_by=asked.agreement.told_by,
        email=asked.person.email,
        reached_through=asked.person.reached_through,
    )


def _differs(part: ReferralPart, said: ReferralAmended, before: ClientReferred) -> bool:
    only = replace(said, parts=(part,), unidentified=before.unidentified is True)
    was = replace(before, unidentified=before.unidentified is True)
    return amended(before, only) != was
