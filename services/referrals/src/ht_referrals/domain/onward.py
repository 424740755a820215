"""The rules of an onward referral: a client's details go to another service.

    DraftReferral ─► ReferralDrafted
    SendReferral ─► ReferralSent                 (only under a live consent for that recipient)
    SendWithoutConsent ─► ReferralSentWithoutConsent           (to keep somebody safe)
    RecordAnswer ─► ReferralAcknowledged │ ReferralOutcomeRecorded
    WithdrawReferral ─► ReferralWithdrawn
    MarkUnanswered ─► ReferralUnanswered         (after fourteen days without an answer)
    StopForDeath ─► ReferralStopped              (nothing is sent, and nobody reminded)
    GoOnAfterDeath ─► ReferralTakenUpAgain, ReferralUnanswered where its days are over

An answer may skip steps: services often say nothing until all is done. Asking for the same
thing twice changes nothing.
"""

from ht_referrals.domain.commands import (
    DraftReferral,
    GoOnAfterDeath,
    MarkUnanswered,
    OnwardCommand,
    RecordAnswer,
    SendReferral,
    SendWithoutConsent,
    StopForDeath,
    WithdrawReferral,
)
from ht_referrals.domain.events import (
    OnwardEvent,
    ReferralAcknowledged,
    ReferralOutcomeRecorded,
    ReferralStopped,
    ReferralTakenUpAgain,
    ReferralUnanswered,
    ReferralWithdrawn,
)
from ht_referrals.domain.onward_state import NOTHING_YET, Onward, evolve
from ht_referrals.domain.refusals import (
    AlreadyAttended,
    AlreadyEnded,
    AnswerOutOfOrder,
    NotYetOverdue,
    OnlyRejectionsHaveAReason,
)
from ht_referrals.domain.sending import draft, send, send_without_consent
from ht_referrals.domain.timing import day_of, happened, last_day_to_answer
from ht_referrals.domain.words import Answer, Status

__all__ = ["NOTHING_YET", "Onward", "decide", "evolve"]

ENDED: frozenset[Status] = frozenset({"rejected", "did_not_attend", "completed", "withdrawn"})
STEPS: tuple[Status, ...] = ("sent", "acknowledged", "accepted", "attended", "completed")
REFUSABLE: frozenset[Status] = frozenset({"sent", "acknowledged", "accepted"})


def decide(  # noqa: PLR0911 - one arm for each command
    command: OnwardCommand, onward: Onward
) -> list[OnwardEvent]:
    """Say what happens when this is asked of this referral."""
    match command:
        case DraftReferral():
            return [*draft(command, onward)]
        case SendReferral():
            return [*send(command, onward)]
        case SendWithoutConsent():
            return [*send_without_consent(command, onward)]
        case RecordAnswer():
            return _record_answer(command, onward)
        case WithdrawReferral():
            return _withdraw(command, onward)
        case MarkUnanswered():
            return _mark_unanswered(command, onward)
        case StopForDeath():
            return _stop(command, onward)
        case GoOnAfterDeath():
            return _go_on(command, onward)


def _record_answer(asked: RecordAnswer, onward: Onward) -> list[OnwardEvent]:
    sending = onward.sending()
    if asked.because is not None and asked.answer != "rejected":
        raise OnlyRejectionsHaveAReason
    if onward.has_said(asked.answer):
        return []
    if onward.status in ENDED:
        raise AlreadyEnded
    if not _may_follow(onward.status, asked.answer):
        raise AnswerOutOfOrder
    at = happened(asked.answered_at, asked_at=asked.asked_at, after=sending.sent_at)
    if asked.answer == "acknowledged":
        return [
            ReferralAcknowledged(
                referral=sending.referral,
                client=sending.client,
                how=asked.how,
                acknowledged_at=at,
            )
        ]
    return [
        ReferralOutcomeRecorded(
            referral=sending.referral,
            client=sending.client,
            outcome=asked.answer,
            late=not onward.in_time(at),
            how=asked.how,
            answered_at=at,
            because=asked.because,
        )
    ]


def _may_follow(status: Status, answer: Answer) -> bool:
    if answer in STEPS:
        return STEPS.index(answer) > STEPS.index(status)
    return status in REFUSABLE


def _withdraw(asked: WithdrawReferral, onward: Onward) -> list[OnwardEvent]:
    draft = onward.draft()
    if onward.status == "withdrawn":
        return []
    if onward.status == "attended":
        raise AlreadyAttended
    if onward.status in ENDED:
        raise AlreadyEnded
    follows = draft.drafted_at if onward.sent is None else onward.sent.sent_at
    at = happened(asked.withdrawn_at, asked_at=asked.asked_at, after=follows)
    return [ReferralWithdrawn(referral=draft.referral, client=draft.client, withdrawn_at=at)]


def _mark_unanswered(asked: MarkUnanswered, onward: Onward) -> list[OnwardEvent]:
    sending = onward.sending()
    if onward.settled_at is not None or onward.stopped is not None:
        return []
    if day_of(asked.asked_at) < last_day_to_answer(sending.sent_at):
        raise NotYetOverdue
    return [
        ReferralUnanswered(
            referral=sending.referral, client=sending.client, marked_at=asked.asked_at
        )
    ]


def _stop(asked: StopForDeath, onward: Onward) -> list[OnwardEvent]:
    draft = onward.draft()
    if onward.stopped is not None or onward.status in ENDED:
        return []
    return [
        ReferralStopped(
            referral=draft.referral, client=draft.client, stopped_at=asked.stopped_at
        )
    ]


def _go_on(asked: GoOnAfterDeath, onward: Onward) -> list[OnwardEvent]:
    draft = onward.draft()
    if onward.stopped is None:
        return []
    taken_up = ReferralTakenUpAgain(
        referral=draft.referral, client=draft.client, taken_up_at=asked.taken_up_at
    )
    over = onward.overdue_on is not None and day_of(asked.asked_at) >= onward.overdue_on
    if not over or onward.settled_at is not None:
        return [taken_up]
    return [
        taken_up,
        ReferralUnanswered(
            referral=draft.referral, client=draft.client, marked_at=asked.asked_at
        ),
    ]
