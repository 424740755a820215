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


class ExpiresBeforeItIsGained(Refused):
    """An accreditation cannot expire before it is gained. Correct one of the two days."""


class UnpaidHaveNoBand(Refused):
    """Somebody who is not paid is on no pay band. Leave the band out, or say that they are."""


class InductedBeforeItBegan(Refused):
    """An induction cannot be complete before it began. Correct one of the two days."""


class HostUnknown(Refused):
    """No organisation of this installation is the one named. Have it registered first."""


class LentToOwnEmployer(Refused):
    """This is the worker's own employer: they need no secondment to act for it."""


class LendingEndsBeforeItBegins(Refused):
    """A secondment or honorary contract cannot end before its first day. Correct the days."""


class LentThereAlready(Refused):
    """The worker is lent to this organisation on one of these days already. End that first."""


class NotLent(Refused):
    """This worker has no such secondment or honorary contract. Look at their record."""


class NotLentHere(Refused):
    """Somebody else employs this worker. They must be lent to you first, for days with this."""


class WorkerHasLeft(Refused):
    """This worker has left by then. Record that they are back before anything else."""


class HasNotLeft(Refused):
    """This worker has not left, so there is nothing to come back from."""


class ReturnsBeforeLeaving(Refused):
    """Nobody comes back before the day on which they left. Correct the day."""


class CommissionerUnknown(Refused):
    """No organisation of this installation is the commissioner named. Register it first."""


class ProviderUnknown(Refused):
    """No organisation of this installation is the provider named. Register it first."""


class NoSuchContract(Refused):
    """This programme has no such contract. Look at the list of its contracts."""


class ContractEndsBeforeItBegins(Refused):
    """A contract cannot end before its first day. Correct one of the two days."""


class EndsAfterItsLastDay(Refused):
    """This is after the last day of the contract. Agree a new one for the days that follow."""


class ContractsOverlap(Refused):
    """The programme has another contract on one of these days. End that one first."""


class OutsideTheContract(Refused):
    """A price or a target is for days outside the contract. Correct its days."""


class PricesOverlap(Refused):
    """Two prices are for the same day. Let each begin where the one before ends."""


class GroupSessionNeedsLength(Refused):
    """Say how many minutes the group session lasted."""


class MoreSignpostedThanCame(Refused):
    """More people were told where to go than came. Count the heads again."""


class TakenBackAlready(Refused):
    """This was taken back. Record it anew, as something of its own."""


class TakenBackByAnother(Refused):
    """Somebody else recorded this. Ask them, or a senior, to take it back."""


class NothingRecorded(Refused):
    """Nothing of this kind is recorded under this id."""


class AdviceTooLong(Refused):
    """Brief advice takes 30 minutes at most. Record a longer conversation as a session."""


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


class ConsentReviewedBeforeGiven(Refused):
    """A consent is looked at again on a later day than the one on which it was given."""


class SpecialCategoryNeedsArticle9(Refused):
    """Data about health, origin or belief need a basis of Article 9 too. Name it."""


class NeedsACondition(Refused):
    """This basis of Article 9 needs a condition of the Data Protection Act 2018. Name it."""


class SupportRestsOnNoConsent(Refused):
    """Support and safeguarding do not rest on consent. Name the task or interest they serve."""


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


class NotAskedIsNoAnswer(Refused):
    """*Not asked* is no answer. Leave it out, or say that it is not known or was declined."""


class NoSuchQuestion(Refused):
    """One of these questions is not in the list of questions."""


class NoSuchAnswer(Refused):
    """One of these answers is not among the answers to its question."""


class OneAnswerOnly(Refused):
    """One of these questions takes a single answer."""


class AnswersContradict(Refused):
    """An answer such as *none* or *declined* stands alone: take the others away, or it."""


class AnotherEthnicCategory(Refused):
    """This group is of another ethnic category than the one recorded. Correct that first."""


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


class TeamOfNobody(Refused):
    """Name at least one worker who supports this person."""


class NoSuchRisk(Refused):
    """No such risk is recorded of this person."""


class ReviewedBeforeRaised(Refused):
    """A risk is looked at again on a later day than the one on which it was raised."""


class LoweredBeforeRaised(Refused):
    """A risk cannot end before it was raised. Say when it ended."""


class NotRestricted(Refused):
    """This person is not restricted, so there is nothing to lift."""


class NoDeathRecorded(Refused):
    """No death is recorded, so there is none to take back."""
