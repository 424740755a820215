"""Why a case may say no. Each docstring is the sentence the trainer reads."""

from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import Refused


class CaseNotOpen(Refused):
    """This case has not been opened."""


class ClientNotImported(Refused):
    """No such client came with this import. Import the client first, then their history."""


class CaseOpenedForAnother(Refused):
    """This case was opened for another client or another referral."""


class SupportHasEnded(Refused):
    """The client no longer takes part, so nothing more is planned or asked."""


class CaseHasClosed(Refused):
    """This case has ended. What happened before can be entered; for more, have it reopened."""


class TooClose(Refused):
    """This worker has declared a conflict with the client. Please choose somebody else."""


class NotInTheProgramme(Refused):
    """This worker has no role in the programme."""


class ChampionsHandOver(Refused):
    """A champion signposts and hands over, and cannot be a client's health trainer."""


class NotATrainer(Refused):
    """Only a health trainer or a senior of the programme can support a client."""


class NotAccredited(Refused):
    """This worker is neither accredited at level 3 nor in training under supervision."""


class CaseloadFull(Refused):
    """This trainer's caseload has reached the programme's cap. Say why, to go beyond it."""


class AnotherSessionThen(Refused):
    """This client has something else at that time already. Please choose another time."""


class WorkerBusyThen(Refused):
    """This worker has another session at that time. Please choose another time or worker."""


class NoSuchSession(Refused):
    """No such session is known here."""


class NotWaiting(Refused):
    """This session has been held, missed or called off, so it cannot be moved any more."""


class LocalPlaceUnderOtherCode(Refused):
    """A local kind of place stands under workplace, public building or other place."""


class TechniquesNotRecorded(Refused):
    """This programme does not record techniques. A manager can switch that on."""


class NoSuchTechnique(Refused):
    """One of these is not the number of a technique of the taxonomy."""


class NotHeld(Refused):
    """Only what a session that took place used can be recorded."""


class AlreadyBooked(Refused):
    """This session is booked already, for something else."""


class AlreadyRecorded(Refused):
    """It has already been recorded how this session went. A correction is needed instead."""


class NothingToCorrect(Refused):
    """It has not been recorded yet how this session went. Record it first."""


class InterpreterDidNotAttend(Refused):
    """The interpreter did not attend: the provider called this off (4), not the client."""


class NotHeldYet(Refused):
    """How a session went is recorded once it took place, was missed or called off: never 0."""


class WalkInsAreNotPlanned(Refused):
    """A walk-in is recorded once it took place: it is neither booked, missed nor called off."""


class BookedOnceForAll(Refused):
    """A household or group session is booked once for all who come, not in each case."""


class SharedSessionNotNamed(Refused):
    """Say which household or group session this was the client's part of."""


class NotThatKindOfSession(Refused):
    """What the client took part in is of another kind. Choose that kind, or another session."""


class NotOfThisHousehold(Refused):
    """This client is not among those whom the household session was booked for."""


class SharedSessionCalledOff(Refused):
    """That household or group session was called off, so nobody can have attended it."""


class MoreThanWereCounted(Refused):
    """More clients came than people were counted. Correct the number of the group first."""


class DurationNotPlausible(Refused):
    """A session lasts from 1 to 240 minutes."""


class AnotherConversationThen(Refused):
    """A conversation of this kind, at that time, is recorded already with other answers."""


class NotRecordedHere(Refused):
    """This programme does not record that measure. A manager can switch it on."""

    def __init__(self, instruments: tuple[Instrument, ...]) -> None:
        super().__init__(instruments)
        self.fields = tuple((each, "is not recorded here") for each in instruments)


class AdultMeasureForChild(Refused):
    """Body mass index as told here is for adults. Leave it out for somebody under 18."""


class NothingForChildren(Refused):
    """All this programme records is for adults. A manager can switch another measure on."""


class NoSuchMeasure(Refused):
    """There is no such measure in that conversation to correct."""


class NoReason(Refused):
    """Say why, so that whoever reads it later can understand."""


class AnsweredAndNot(Refused):
    """A measure is either answered, once, or has a reason why it is not."""
