"""Who hears what was decided about a referral, and how."""

from typing import Final

from ht_intake.domain.codes import ReferralSource, ToldBy
from ht_intake.domain.referral.events import ClientReferred
from ht_intake.domain.referral.refusals import (
    ChannelNotSafe,
    SayWhetherThePersonHears,
    ThereIsASafeChannel,
)
from ht_intake.domain.referral.said import PersonTold
from ht_intake.domain.referral.state import Referral
from ht_intake.domain.refusals import (
    JobcentrePlusIsNotTold,
    ReferralDecidedAlready,
    ReferrerMustBeTold,
)

_NOBODY_WAITS: Final[frozenset[ReferralSource]] = frozenset(
    {"self", "found_by_trainer", "outreach_event", "jobcentre_plus"}
)


def undecided(referral: Referral) -> ClientReferred:
    """Give a referral that nobody has decided about, or refuse."""
    received = referral.open
    if referral.accepted is not None:
        raise ReferralDecidedAlready
    return received


def referrer_hears(by: ToldBy, received: ClientReferred) -> None:
    """Refuse to leave a referrer waiting, or to tell one who may not know."""
    if by == "not_told" and received.source not in _NOBODY_WAITS:
        raise ReferrerMustBeTold
    if by != "not_told" and received.source == "jobcentre_plus":
        raise JobcentrePlusIsNotTold


def person_hears(told: PersonTold, received: ClientReferred) -> None:
    """Refuse to leave the person without a word, or to tell them where it is not safe."""
    safe = frozenset(received.safe_channels or ())
    if (told.by is None) == (told.not_because is None):
        raise SayWhetherThePersonHears
    if told.by is not None and told.by not in safe | {"in_person"}:
        raise ChannelNotSafe
    if told.not_because == "no_safe_channel" and safe:
        raise ThereIsASafeChannel
