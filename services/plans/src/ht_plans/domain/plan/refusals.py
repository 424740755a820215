"""Why a plan may say no. Each docstring is the sentence the trainer reads."""

from ht_plans.domain.refusals import Refused


class NoPlanYet(Refused):
    """This plan has not been drafted. Draft it first."""


class CaseNotAssessed(Refused):
    """Hold the assessment conversation first. Everything in it may be declined."""


class ClientStoppedTakingPart(Refused):
    """The client no longer takes part, so no new plan is made."""


class AnotherPlanInProgress(Refused):
    """This client already has a plan in progress. Sign it off or end it first."""


class AlreadyDrafted(Refused):
    """This plan has been drafted already."""


class PrimaryIssueRepeated(Refused):
    """The primary issue cannot be a secondary one as well, and none stands there twice."""


class TooManyIssues(Refused):
    """A plan has at most five secondary issues."""


class NotAboutDiet(Refused):
    """Healthy eating and weight are kinds of diet: the plan has no such issue."""


class NoSuchGoal(Refused):
    """This plan has no such goal. Name one of its goals, or add this one first."""


class GoalAlreadyAdded(Refused):
    """This goal is in the plan already, with other content. Revise it, or add another."""


class ActionAlreadyAdded(Refused):
    """This action is in the plan already, with other content."""


class NoWayToTell(Refused):
    """A goal told by a number needs that number, and a change needs where it starts from."""


class NotSaidHowToTell(Refused):
    """Say how it is told whether this goal was met: by a number, done or not, or 0 to 10."""


class NoReviewDay(Refused):
    """Say on which day you will look at this goal together."""


class NothingWouldChange(Refused):
    """A goal to change something needs a target that differs from where it starts."""


class AlreadyAgreed(Refused):
    """This plan has been agreed already, on other terms. Revise its goals instead."""


class NoPrimaryIssue(Refused):
    """Say which issue the client chose first, before the plan is agreed."""


class RulersNotSaid(Refused):
    """Say how important it is and how confident they are, 0 to 10, or that they declined."""


class NoGoal(Refused):
    """A plan needs a goal before it is agreed."""


class GoalWithoutAction(Refused):
    """Every goal needs an action, something the client will do, before the plan is agreed."""


class DueBeforeAgreement(Refused):
    """A goal cannot be due before the day it is agreed. Give that day or a later one."""


class AgreedBeforeDraft(Refused):
    """A plan cannot be agreed before it was drafted. Give that day or a later one."""


class NotAgreed(Refused):
    """This plan has not been agreed yet. Agree it with the client first."""


class PlanHasEnded(Refused):
    """This plan has ended. What comes next belongs in another plan."""


class BeforeAgreement(Refused):
    """Nothing can come of a plan before the day it was agreed."""


class BeforeDraft(Refused):
    """A plan cannot end before the day it was drafted."""


class ResultAlreadyRecorded(Refused):
    """This goal already has another result."""


class GoalsWithoutResult(Refused):
    """Every goal needs a result before the plan is signed off."""


class ContradictsGoals(Refused):
    """This result is not what the goals say. Give the reason, to override them."""


class EndNotDated(Refused):
    """Say on which day this plan ended."""


class PresenceNotSaid(Refused):
    """Say whether the client was present: in person, by telephone, or not, and then why."""


class NotPresentWithoutReason(Refused):
    """Say why the client was not present."""


class AlreadySignedOff(Refused):
    """This plan has been signed off already. Correct the sign-off if it is wrong."""


class NoSuchCheck(Refused):
    """This plan has no such check. Only an achieved or part achieved plan has any."""


class CheckHasEnded(Refused):
    """This check has already ended, with another answer."""


class OutsideWindow(Refused):
    """Say why this check was not done from two weeks before its due date to eight after."""


class EndsOfItself(Refused):
    """A later plan, a death or a return ends a check of itself. Record that instead."""


class CheckedBeforeSignOff(Refused):
    """A check cannot come before the day of the sign-off."""


class TriedTooLittle(Refused):
    """Try on another day or in another way first: on three days and in two ways as a rule."""


class ModeNotSaid(Refused):
    """Say how the client was asked."""


class AlreadyWritten(Refused):
    """This stands in the plan already, with other content."""


class NoSuchAction(Refused):
    """This plan has no such action. Name one of its steps, or none."""


class BarrierNotSaid(Refused):
    """Say which kind of barrier this is. "Other" is a kind."""


class CategoriesNotRecorded(Refused):
    """This programme does not record COM-B categories. A manager can switch that on."""


class OutOfRange(Refused):
    """Importance, confidence and the client's own rating go from 0 to 10."""


class ProgressNotAsTold(Refused):
    """Give progress as this goal is told: by its number, by done or not, or by 0 to 10."""


class ReviewBeforeItself(Refused):
    """The next review comes after this one. Leave it out, and it is due in twelve weeks."""


class GoalHasResult(Refused):
    """This goal has its result already. Add a new goal for what comes next."""


class NoSuchDiary(Refused):
    """This plan has no such diary. Give the client one first."""


class DiaryTooLong(Refused):
    """A diary has a sheet of one day at least and twelve weeks at most. Give another after."""


class NotADayOfTheDiary(Refused):
    """The diary has no line for this day. Give the client another one for later days."""


class SameDayTwice(Refused):
    """Each day of a diary is told of once. Put what belongs to one day together."""


class NothingTold(Refused):
    """Give an amount or words for each day. Leave out the days that stayed empty."""


class NotSignedOff(Refused):
    """This plan has not been signed off, so nothing of that can be corrected."""


class CorrectedWithoutReason(Refused):
    """Say why the sign-off is corrected."""


class OfAnotherCase(Refused):
    """This plan belongs to another case. A plan takes the place of one of its own case."""


class HeldWithoutAnswer(Refused):
    """How each goal has held is told only where the client has answered."""


class GoalNotToBeHeld(Refused):
    """Only a goal that was achieved or part achieved can have held."""


class NoEarlierChange(Refused):
    """No earlier plan about this issue has a check that is still to come. Leave it out."""
