"""How a referral ends or changes because somebody says so: the person, or who referred them."""

from typing import Final

from ht_intake.domain.codes import ReferralStage
from ht_intake.domain.referral.agreeing import agreed_well
from ht_intake.domain.referral.amending import amendment
from ht_intake.domain.referral.commands import (
    AmendReferral,
    ConvertReferral,
    DeclineReferral,
    ForgetReferral,
    WithdrawReferral,
)
from ht_intake.domain.referral.contact_events import (
    ReferralDeclined,
    ReferralWithdrawn,
)
from ht_intake.domain.referral.events import (
    Event,
    ReferralConverted,
    ReferralForgotten,
)
from ht_intake.domain.referral.refusals import CaseOpenedAlready, PersonHasDied
from ht_intake.domain.referral.state import Referral, dated_well
from ht_intake.domain.refusals import (
    ConvertedForSomebodyElse,
    Erased,
    ReferralNotAccepted,
    TakingPartNotAgreed,
)

_STAGES: Final[dict[str, ReferralStage]] = {
    "received": "received",
    "accepted": "accepted",
    "contacting": "contacting",
    "booked": "booked",
    "unreachable": "unreachable",
}


def decline(asked: DeclineReferral, referral: Referral) -> list[Event]:
    """Let somebody say no."""
    if referral.declined is not None:
        return []
    received = referral.without_a_case
    dated_well(asked.declined_at, received, asked.asked_at)
    return [
        ReferralDeclined(
            referral=received.referral, declined_at=asked.declined_at, how=asked.how
        )
    ]


def withdraw(asked: WithdrawReferral, referral: Referral) -> list[Event]:
    """Let it be taken back.

    Before anybody has spoken to the person it ends, whoever takes it back. Afterwards it is
    the person's: a referrer who takes it back is noted, and the person goes on as they wish.
    Where the family says that the person has died it ends at once, whoever was spoken to.
    """
    standing = referral.withdrawn
    if standing is not None and asked.by in {standing.by, "referrer"}:
        return []
    received = referral.kept
    if referral.converted is not None:
        raise CaseOpenedAlready
    dated_well(asked.withdrawn_at, received, asked.asked_at)
    return [
        ReferralWithdrawn(
            referral=received.referral,
            by=asked.by,
            stage=_STAGES[referral.status],
            ended=asked.by != "referrer" or not _spoken_to(referral),
            withdrawn_at=asked.withdrawn_at,
        )
    ]


def _spoken_to(referral: Referral) -> bool:
    return referral.booked is not None or any(
        each.result == "reached" for each in referral.attempts
    )


def amend(asked: AmendReferral, referral: Referral) -> list[Event]:
    """Put right what it said; what it said before stays."""
    received = referral.kept
    if referral.converted is not None:
        raise CaseOpenedAlready
    if asked.consent is not None and "consent" in asked.parts:
        agreed_well(asked.consent, asked.agreement, asked.asked_at)
    told = amendment(asked, received)
    if told is None:
        return []
    dated_well(asked.amended_at, received, asked.asked_at)
    return [told]


def convert(asked: ConvertReferral, referral: Referral) -> list[Event]:
    """Open a case for somebody who takes part."""
    if referral.converted is not None:
        if referral.converted.client != asked.client:
            raise ConvertedForSomebodyElse
        return []
    received = referral.open
    if referral.accepted is None:
        raise ReferralNotAccepted
    if asked.erased:
        raise Erased
    if asked.died:
        raise PersonHasDied
    if asked.agreed_to_take_part_at is None:
        raise TakingPartNotAgreed
    dated_well(asked.converted_at, received, asked.asked_at)
    return [
        ReferralConverted(
            referral=received.referral,
            client=asked.client,
            case=asked.case,
            agreed_to_take_part_at=asked.agreed_to_take_part_at,
            converted_at=asked.converted_at,
        )
    ]


def forget(asked: ForgetReferral, referral: Referral) -> list[Event]:
    """Be found by nothing any more, once the client is erased."""
    if referral.received is None or referral.forgotten is not None:
        return []
    return [
        ReferralForgotten(
            referral=referral.received.referral,
            client=asked.client,
            forgotten_at=asked.forgotten_at,
        )
    ]
