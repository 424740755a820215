"""How it is told whether a goal was met: by a number, done or not, or the client's own 0-10."""

from datetime import date

from ht_plans.domain.codes import Ruler, ToldBy
from ht_plans.domain.plan.commands import AddGoal
from ht_plans.domain.plan.events import GoalAdded, GoalProgress
from ht_plans.domain.plan.refusals import (
    NoReviewDay,
    NothingWouldChange,
    NotSaidHowToTell,
    NoWayToTell,
    OutOfRange,
    ProgressNotAsTold,
)
from ht_plans.domain.plan.revisions import ReviseGoal

_HIGHEST = 10


def how_and_when_told(asked: AddGoal | ReviseGoal) -> tuple[ToldBy, date]:
    """Give by what and on which day it is told how far the goal has come, or refuse."""
    if asked.told_by is None:
        raise NotSaidHowToTell
    if asked.review_on is None:
        raise NoReviewDay
    return asked.told_by, asked.review_on


def refuse_untellable(asked: AddGoal | ReviseGoal) -> None:
    """Refuse a goal of which nobody could say whether it was met.

    Only a change needs a target that differs from where it starts: a client who keeps
    something up keeps it where it is.
    """
    if asked.told_by == "number" and asked.target is None:
        raise NoWayToTell
    if asked.told_by == "number" and asked.kind == "change" and asked.baseline is None:
        raise NoWayToTell
    if asked.kind == "change" and asked.target is not None and asked.target == asked.baseline:
        raise NothingWouldChange
    if asked.told_by == "own_rating":
        for rating in (asked.baseline, asked.target):
            if rating is not None and not 0 <= rating <= _HIGHEST:
                raise OutOfRange
    refuse_out_of_range(asked.importance, asked.confidence)


def refuse_out_of_range(*said: Ruler | None) -> None:
    """Refuse what is on no ruler from 0 to 10. A client may decline to say."""
    if any(isinstance(number, int) and not 0 <= number <= _HIGHEST for number in said):
        raise OutOfRange


def refuse_otherwise_told(progress: GoalProgress, goal: GoalAdded) -> None:
    """Refuse progress that is not told as its goal is."""
    match goal.told_by:
        case "number":
            as_told = progress.number is not None
        case "done_or_not":
            as_told = progress.done is not None
        case "own_rating":
            as_told = progress.rating is not None
    said = [
        each for each in (progress.number, progress.done, progress.rating) if each is not None
    ]
    if not as_told or len(said) > 1:
        raise ProgressNotAsTold
    refuse_out_of_range(progress.rating)
