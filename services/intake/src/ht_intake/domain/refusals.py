"""Why intake may say no. Each docstring is the sentence that the worker reads."""


class Refused(Exception):
    """That cannot be done."""

    def __str__(self) -> str:
        return self.__doc__ or ""


class DatedInTheFuture(Refused):
    """This is dated after now. Say when it happened."""


class ProgrammeNeeded(Refused):
    """Say which programme you are acting in: this cannot be done for an organisation."""


class EmployerUnknown(Refused):
    """No organisation of this installation has the employer's name given."""


class ProgrammeUnknown(Refused):
    """Your organisation leads no programme of this name."""


class LeavesBeforeJoining(Refused):
    """A worker cannot leave a programme before the day on which they joined it."""


class NotAMember(Refused):
    """This worker is not a member of this programme."""


class OverrideIsForSeniors(Refused):
    """Taking a referral against the programme's criteria is for a senior to decide."""


class ReferralReturnedAlready(Refused):
    """This referral went back to its sender: the person had not agreed to it."""


class ReferralRejectedAlready(Refused):
    """This referral has been rejected."""


class ReferralDecidedAlready(Refused):
    """This referral has been accepted: it can no longer be rejected."""


class ReferralNotAccepted(Refused):
    """A referral must be accepted before a case can open."""


class DecidedBeforeReceived(Refused):
    """A referral cannot be decided before it was received."""


class ReferrerMustBeTold(Refused):
    """Say how the referrer is told: somebody is waiting to hear."""


class JobcentrePlusIsNotTold(Refused):
    """Jobcentre Plus hears about a referral only with a consent of the person for that."""


class ConvertedForSomebodyElse(Refused):
    """This referral has already opened a case, for another client."""


class TakingPartNotAgreed(Refused):
    """The person has not agreed to take part. Tell them what is recorded and why, then ask."""


class Erased(Refused):
    """What was personal of this client was erased: nothing can be recorded of them again."""


class NotRegistered(Refused):
    """Nobody is registered under this id."""


class NameNeeded(Refused):
    """A name is needed, or what the person wishes to be called."""


class BornInTheFuture(Refused):
    """The birth date is after the day of registration."""


class BornTooLongAgo(Refused):
    """The birth date would make this person older than 120 years."""


class PracticeOfNobody(Refused):
    """Only a person registered with a GP has a practice."""


class NotTakingPart(Refused):
    """This person has not agreed to take part, so there is nothing to withdraw."""


class WithdrawnBeforeAgreed(Refused):
    """Something cannot be withdrawn before it was agreed."""


class AgreedBeforeWithdrawing(Refused):
    """This person withdrew after that day. A new agreement needs a later date."""


class ConsentExpired(Refused):
    """This consent would end before it begins."""


class ConsentStands(Refused):
    """The person has agreed to this sharing. Withdraw that consent instead."""


class NoSuchConsent(Refused):
    """This client has given no such consent."""


class KnownHereAlready(Refused):
    """This person is a client here already, so they are not taken over once more."""


class NotImported(Refused):
    """This client did not come with this import."""


class ImportTakenBack(Refused):
    """The import that brought this was undone. Import it again, to work with it."""


class WorkedWithSince(Refused):
    """Somebody has worked with this client since the import, so they stay."""


class ImportOver(Refused):
    """This import has been undone, so nothing more is taken in. Begin it again."""


class EditionNeeded(Refused):
    """This edition of the deprivation indices is not loaded. Load it first, then import."""


class ReferredAfterRegistering(Refused):
    """A client cannot have been referred after they were registered."""


class ImportNotBegun(Refused):
    """No such import has begun. Begin it, then take its rows in."""


class SayWhyItDiffers(Refused):
    """Something else is known already. Say whether that was wrong, or has changed since."""


class CorrectionNeedsReason(Refused):
    """Say why it was wrong: what was known before stays beside the correction."""


class NothingAnswered(Refused):
    """Give at least one answer."""


class NoSuchQuestion(Refused):
    """One of these questions is not in the list of questions."""


class NoSuchAnswer(Refused):
    """One of these answers is not among the answers to its question."""


class OneAnswerOnly(Refused):
    """One of these questions takes a single answer."""


class AnswersContradict(Refused):
    """An answer such as *none* or *declined* stands alone: take the others away, or it."""


class ReviewedBeforeRecorded(Refused):
    """The day of the review must come after the day on which the needs were recorded."""


class PreferredIsNotSafe(Refused):
    """The way that the person prefers must be one of those that are safe."""


class SameClientTwice(Refused):
    """This is one client, named twice. Choose the other one."""


class LinkedAlready(Refused):
    """One of the two is linked to somebody. Take that link back first."""


class DifferentNhsNumbers(Refused):
    """Their NHS numbers differ: these are two people, or one number must be corrected first."""


class SaidNotToBeTheSame(Refused):
    """Somebody looked, and said that these are two people. Say why they are one after all."""


class NotLinked(Refused):
    """These two clients are not linked, so there is nothing to take back."""


class UnmergedBeforeMerged(Refused):
    """A link cannot be taken back before it was made."""


class NotRecordedWhileLinked(Refused):
    """This was not recorded while these two were linked, so it is where it belongs."""


class SettledOtherwise(Refused):
    """Somebody has said already that this belongs to the other one."""


class RestrictedToNobody(Refused):
    """Name at least one worker who may see this person."""


class NotRestricted(Refused):
    """This person is not restricted, so there is nothing to lift."""


class NoDeathRecorded(Refused):
    """No death is recorded, so there is none to take back."""
