"""Why a referral may not go on as asked. Each docstring is what the worker reads."""

from ht_intake.domain.refusals import Refused


class AskThePersonFirst(Refused):
    """Whoever meets somebody asks them first. Say whether the person agreed to be referred."""


class NoAgreementToDate(Refused):
    """Nobody said that the person agreed. Say that they did, or leave out when and by whom."""


class SayWhetherMandated(Refused):
    """Taking part is voluntary. Say whether Jobcentre Plus made the person come (mandated)."""


class NotTheSendersOwnName(Refused):
    """A partner's system sends under its own name. Give your name as the sender's namespace."""


class NoSelfReferrals(Refused):
    """This programme takes no referrals from this page. Please ring or visit it instead."""


class SayWhetherThePersonHears(Refused):
    """Say either how the person hears of this, or why they do not."""


class ChannelNotSafe(Refused):
    """Nobody said that this channel is safe. Choose one that is, or amend the referral."""


class ThereIsASafeChannel(Refused):
    """This referral names a channel that is safe. Tell the person by that one."""


class SayWhereElse(Refused):
    """Say where else the person can go: they are not left without an answer."""


class BeyondTheRemit(Refused):
    """This is more than a trainer gives. Redirect it, or have a senior say why to take it."""


class WithinTheRemit(Refused):
    """This is said to be inappropriate and within the remit. Correct one of the two."""


class RedirectedToItself(Refused):
    """This referral is in that programme already. Choose another one."""


class AgreementToPassOnNeeded(Refused):
    """Ask the person before their details go to another programme, and say that they agreed."""


class ReferralRedirectedAlready(Refused):
    """This referral has been redirected: it goes on where it was sent."""


class ReferralDeclinedAlready(Refused):
    """The person has declined. If they come back, take in a new referral."""


class ReferralWithdrawnAlready(Refused):
    """This referral has been withdrawn. If the person comes back, take in a new one."""


class ReferralLinkedAlready(Refused):
    """This referral belongs to a case that is open already. Go on with that case."""


class ClosedUnreachable(Refused):
    """This referral was closed because nobody was reached. If they come back, reopen it."""


class NotUnreachable(Refused):
    """Only a referral that was closed because nobody was reached can be reopened."""


class TooLateToReopen(Refused):
    """This was closed more than six months ago. Take in a new referral instead."""


class ReopenedBeforeClosed(Refused):
    """A referral cannot be reopened before it was closed."""


class CaseOpenedAlready(Refused):
    """A case has opened from this referral. Go on with the client and their case instead."""


class PersonHasDied(Refused):
    """A death is recorded of this person: no case opens. Have a senior reverse a mistake."""


class AttemptedBeforeReceived(Refused):
    """Nobody can have been contacted because of a referral before it was received."""


class NotTriaged(Refused):
    """Accept this referral first: nobody is promised a meeting before that."""


class BookedForThePast(Refused):
    """A first meeting is booked for a later time than now. Say when it is to be."""


class TooFewAttempts(Refused):
    """There were too few attempts on different days. Try again on another day first."""


class AttemptsTooClose(Refused):
    """The attempts lie too close together. Wait some days and try once more."""


class AttemptsTooAlike(Refused):
    """All attempts were alike. Try another channel, or another time of the day."""


class LetterOrVisitNeeded(Refused):
    """There is no telephone number. Write a letter or call in person before giving up."""


class SameReferralTwice(Refused):
    """This is one referral, named twice. Choose the other one."""


class NoCaseToLinkTo(Refused):
    """No case has opened here for this client before. Convert this referral instead."""
