"""The rules of an inbound referral.

Nobody is taken on who has not agreed to be referred, and nobody who refers is left waiting.

    ReceiveReferral ─► ClientReferred │ ReferralReturned   (not agreed, or made to come)
    AcceptReferral ─► ReferralAccepted
    RejectReferral ─► ReferralRejected                     (before it is accepted)
    RedirectReferral ─► ReferralRedirected                 (before it is accepted)
    RecordContactAttempt ─► ContactAttempted               (nothing has ended)
    BookFirstMeeting ─► FirstMeetingBooked                 (accepted)
    CloseUnreachable ─► ReferralUnreachable                (enough was tried)
    ReopenReferral ─► ReferralReopened                     (within six months)
    DeclineReferral ─► ReferralDeclined
    WithdrawReferral ─► ReferralWithdrawn                  (ends it, or is noted)
    AmendReferral ─► ReferralAmended
    TellReferralsApart ─► ReferralsToldApart
    LinkReferral ─► ReferralLinked                         (the person has a case already)
    ConvertReferral ─► ReferralConverted                   (accepted, and taking part agreed)
    ForgetReferral ─► ReferralForgotten                    (its client was erased)

Asking for the same thing twice changes nothing.
"""

from ht_intake.domain.referral import contacting, ending, triage
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    AmendReferral,
    BookFirstMeeting,
    CloseUnreachable,
    Command,
    ConvertReferral,
    DeclineReferral,
    ForgetReferral,
    LinkReferral,
    ReceiveReferral,
    RecordContactAttempt,
    RedirectReferral,
    RejectReferral,
    ReopenReferral,
    TellReferralsApart,
    WithdrawReferral,
)
from ht_intake.domain.referral.events import Event
from ht_intake.domain.referral.receiving import receive
from ht_intake.domain.referral.redirecting import redirect
from ht_intake.domain.referral.state import Referral


def decide(  # noqa: C901, PLR0911, PLR0912 - one per command
    command: Command, referral: Referral
) -> list[Event]:
    """Say what happens when this is asked of this referral."""
    match command:
        case ReceiveReferral():
            return receive(command, referral)
        case AcceptReferral():
            return triage.accept(command, referral)
        case RejectReferral():
            return triage.reject(command, referral)
        case RedirectReferral():
            return redirect(command, referral)
        case RecordContactAttempt():
            return contacting.attempt(command, referral)
        case BookFirstMeeting():
            return contacting.book(command, referral)
        case CloseUnreachable():
            return contacting.close(command, referral)
        case ReopenReferral():
            return contacting.reopen(command, referral)
        case DeclineReferral():
            return ending.decline(command, referral)
        case WithdrawReferral():
            return ending.withdraw(command, referral)
        case AmendReferral():
            return ending.amend(command, referral)
        case TellReferralsApart():
            return triage.tell_apart(command, referral)
        case LinkReferral():
            return triage.link(command, referral)
        case ConvertReferral():
            return ending.convert(command, referral)
        case ForgetReferral():
            return ending.forget(command, referral)
