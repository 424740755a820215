"""What the rules of an onward referral remember, and what follows from it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from ht_referrals.domain.events import (
    OnwardEvent,
    ReferralAcknowledged,
    ReferralDrafted,
    ReferralOutcomeRecorded,
    ReferralSent,
    ReferralSentWithoutConsent,
    ReferralStopped,
    ReferralTakenUpAgain,
    ReferralUnanswered,
    ReferralWithdrawn,
)
from ht_referrals.domain.refusals import NothingDrafted, NotSentYet
from ht_referrals.domain.timing import day_of, last_day_to_answer
from ht_referrals.domain.words import Answer, ShownStatus, Status

Sent: TypeAlias = ReferralSent | ReferralSentWithoutConsent
Heard: TypeAlias = ReferralAcknowledged | ReferralOutcomeRecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """An onward referral: what was written, sent, heard, and how it ended."""

    drafted: ReferralDrafted | None = None
    sent: Sent | None = None
    heard: tuple[Heard, ...] = ()
    unanswered: ReferralUnanswered | None = None
    withdrawn: ReferralWithdrawn | None = None
    stopped: ReferralStopped | None = None

    def draft(self) -> ReferralDrafted:
        """Give what was written, or refuse."""
        if self.drafted is None:
            raise NothingDrafted
        return self.drafted

    def sending(self) -> Sent:
        """Give what was sent, or refuse."""
        if self.sent is None:
            raise NotSentYet
        return self.sent

    @property
    def status(self) -> Status:
        """Where the referral stands."""
        if self.withdrawn is not None:
            return "withdrawn"
        if self.heard:
            return _said(self.heard[-1])
        return "drafted" if self.sent is None else "sent"

    @property
    def shown_status(self) -> ShownStatus:
        """Where it stands, as people see it: silence is shown, and ends nothing."""
        silent = self.unanswered is not None and self.status == "sent"
        return "unanswered" if silent else self.status

    @property
    def overdue_on(self) -> date | None:
        """The day on which silence is marked."""
        return None if self.sent is None else last_day_to_answer(self.sent.sent_at)

    @property
    def settled_at(self) -> datetime | None:
        """When it became needless to wait for a first answer, if it has."""
        instants = [_at(heard) for heard in self.heard[:1]]
        if self.unanswered is not None:
            instants.append(self.unanswered.marked_at)
        if self.withdrawn is not None:
            instants.append(self.withdrawn.withdrawn_at)
        return min(instants, default=None)

    def has_said(self, answer: Answer) -> bool:
        """Say whether the receiving service has given this answer already."""
        return answer in map(_said, self.heard)

    def in_time(self, answered_at: datetime) -> bool:
        """Say whether an answer of that date comes in time, or follows one that did."""
        last_day = self.overdue_on
        instants = [answered_at, *map(_at, self.heard)]
        return last_day is not None and any(day_of(at) <= last_day for at in instants)


NOTHING_YET = Onward()


def evolve(  # noqa: PLR0911 - one arm for each event
    onward: Onward, event: OnwardEvent
) -> Onward:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case ReferralDrafted():
            return replace(onward, drafted=event)
        case ReferralSent() | ReferralSentWithoutConsent():
            return replace(onward, sent=event)
        case ReferralAcknowledged() | ReferralOutcomeRecorded():
            return replace(onward, heard=(*onward.heard, event))
        case ReferralWithdrawn():
            return replace(onward, withdrawn=event)
        case ReferralUnanswered():
            return replace(onward, unanswered=event)
        case ReferralStopped():
            return replace(onward, stopped=event)
        case ReferralTakenUpAgain():
            return replace(onward, stopped=None)


def _said(heard: Heard) -> Status:
    match heard:
        case ReferralAcknowledged():
            return "acknowledged"
        case ReferralOutcomeRecorded(outcome=outcome):
            return outcome


def _at(heard: Heard) -> datetime:
    match heard:
        case ReferralAcknowledged(acknowledged_at=at) | ReferralOutcomeRecorded(answered_at=at):
            return at
