"""An inbound referral, as far as it has come, and what the rules remember of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from ht_intake.domain.days import not_after
from ht_intake.domain.referral.contact_events import (
    ContactAttempted,
    FirstMeetingBooked,
    ReferralDeclined,
    ReferralReopened,
    ReferralUnreachable,
    ReferralWithdrawn,
)
from ht_intake.domain.referral.events import (
    ClientReferred,
    ReferralAccepted,
    ReferralAmended,
    ReferralConverted,
    ReferralForgotten,
    ReferralLinked,
    ReferralRedirected,
    ReferralRejected,
    ReferralReturned,
)
from ht_intake.domain.referral.refusals import (
    CaseOpenedAlready,
    ClosedUnreachable,
    ReferralDeclinedAlready,
    ReferralLinkedAlready,
    ReferralRedirectedAlready,
    ReferralWithdrawnAlready,
)
from ht_intake.domain.refusals import (
    DecidedBeforeReceived,
    ReferralRejectedAlready,
    ReferralReturnedAlready,
)

Status: TypeAlias = Literal[
    "returned", "received", "accepted", "contacting", "booked", "converted", "linked",
    "rejected", "redirected", "unreachable", "declined", "withdrawn",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One amendment, with what the referral said before it and after it."""

    told: ReferralAmended
    before: ClientReferred
    after: ClientReferred


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """An inbound referral. `received` is what it says, with every amendment.

    `attempts` are all there ever were; `reopened` is the last time that somebody came back.
    """

    received: ClientReferred | None = None
    returned: ReferralReturned | None = None
    accepted: ReferralAccepted | None = None
    rejected: ReferralRejected | None = None
    redirected: ReferralRedirected | None = None
    converted: ReferralConverted | None = None
    linked: ReferralLinked | None = None
    unreachable: ReferralUnreachable | None = None
    reopened: ReferralReopened | None = None
    declined: ReferralDeclined | None = None
    withdrawn: ReferralWithdrawn | None = None
    booked: FirstMeetingBooked | None = None
    attempts: tuple[ContactAttempted, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    told_apart: frozenset[UUID] = frozenset()
    forgotten: ReferralForgotten | None = None

    @property
    def status(self) -> Status:  # noqa: C901, PLR0911 - one per status
        """Say in one word how far it has come."""
        if self.received is None:
            return "returned"
        if self.rejected is not None:
            return "rejected"
        if self.redirected is not None:
            return "redirected"
        if self.linked is not None:
            return "linked"
        if self.converted is not None:
            return "converted"
        if self.declined is not None:
            return "declined"
        if self.withdrawn is not None and self.withdrawn.ended:
            return "withdrawn"
        if self.unreachable is not None:
            return "unreachable"
        if self.accepted is None:
            return "received"
        if self.booked is not None:
            return "booked"
        return "contacting" if self.attempts else "accepted"

    @property
    def kept(self) -> ClientReferred:
        """Give the referral as it stands, or refuse: it went back, or has ended."""
        match self.status:
            case "returned":
                raise ReferralReturnedAlready
            case "rejected":
                raise ReferralRejectedAlready
            case "redirected":
                raise ReferralRedirectedAlready
            case "declined":
                raise ReferralDeclinedAlready
            case "withdrawn":
                raise ReferralWithdrawnAlready
            case "linked":
                raise ReferralLinkedAlready
            case _:
                assert self.received is not None  # noqa: S101 - whatever else has been received
                return self.received

    @property
    def open(self) -> ClientReferred:
        """Give the referral that somebody is working on, or refuse."""
        received = self.kept
        if self.unreachable is not None:
            raise ClosedUnreachable
        return received

    @property
    def without_a_case(self) -> ClientReferred:
        """Give the referral that somebody is working on and no case has opened from."""
        received = self.open
        if self.converted is not None:
            raise CaseOpenedAlready
        return received

    @property
    def unidentified(self) -> bool:
        """Say whether nothing tells who the person is."""
        return self.received is not None and self.received.unidentified is True

    @property
    def client(self) -> UUID | None:
        """Give the client that the person became, or was found to be."""
        known = self.converted or self.linked
        return known.client if known else None

    @property
    def unanswered(self) -> tuple[ContactAttempted, ...]:
        """Give the attempts in vain since the person was last spoken to or came back."""
        since = [each.at for each in self.attempts if each.result in _SPOKEN_TO]
        since += [self.reopened.reopened_at] if self.reopened else []
        since += [self.booked.booked_at] if self.booked else []
        vain = [
            each
            for each in self.attempts
            if each.result not in _SPOKEN_TO and all(each.at >= at for at in since)
        ]
        return tuple(sorted(vain, key=lambda each: each.at))


_SPOKEN_TO = frozenset({"reached", "declined"})
NO_REFERRAL_YET = Referral()


def dated_well(at: datetime, received: ClientReferred, asked_at: datetime) -> None:
    """Refuse what is said to have been decided before the referral came, or is still to be."""
    not_after(asked_at, at)
    if at < received.received_at:
        raise DecidedBeforeReceived
