"""Four weeks after the quit date: which days count, and what an answer amounts to.

Source: the stop-smoking quarterly data set and the Russell standard (DOMAIN 6.14).
"""

from datetime import date, datetime, timedelta
from typing import Final

from ht_plans.domain.quit.codes import CarbonMonoxide, QuitOutcome
from ht_plans.domain.quit.commands import RecordFourWeekOutcome
from ht_plans.domain.quit.events import QuitEpisodeOpened, QuitOutcomeRecorded, Treatment
from ht_plans.domain.quit.refusals import (
    FollowedUpTooEarly,
    FollowedUpTooLate,
    ReadAtADistance,
)

FOLLOW_UP_FROM, FOLLOW_UP_UNTIL, LOST_FROM = (timedelta(days=n) for n in (25, 42, 43))
CONFIRMED_BELOW: Final = 10
"""Parts per million. Ten is a fail."""


def refuse_outside_the_days(followed_up_on: date, quit_on: date) -> None:
    """Refuse a follow-up that was not on day 25 to 42 after the quit date."""
    if followed_up_on < quit_on + FOLLOW_UP_FROM:
        raise FollowedUpTooEarly
    if followed_up_on > quit_on + FOLLOW_UP_UNTIL:
        raise FollowedUpTooLate


def outcome_of(
    asked: RecordFourWeekOutcome,
    opened: QuitEpisodeOpened,
    treatment: Treatment,
    *,
    before: QuitOutcomeRecorded | None,
) -> QuitOutcomeRecorded:
    """Give what the answers at the follow-up amount to."""
    if asked.co_ppm is not None and asked.by != "in_person":
        raise ReadAtADistance
    outcome, co = _judged(asked)
    return QuitOutcomeRecorded(
        episode=opened.episode,
        case=opened.case,
        client=opened.client,
        quit_on=opened.quit_on,
        outcome=outcome,
        co=co,
        followed_up_on=asked.followed_up_on,
        by=asked.by,
        co_ppm=asked.co_ppm,
        smoker=opened.smoker,
        treatment=_with_aid(treatment, asked),
        cut_down=_cut_down(asked, opened.cigarettes_a_day),
        replaces=before.outcome if before else None,
        reason=asked.reason,
        recorded_at=asked.now,
    )


def lost(
    opened: QuitEpisodeOpened, treatment: Treatment, *, at: datetime
) -> QuitOutcomeRecorded:
    """Give the marking of somebody who was not followed up in time."""
    return QuitOutcomeRecorded(
        episode=opened.episode,
        case=opened.case,
        client=opened.client,
        quit_on=opened.quit_on,
        outcome="lost",
        co="X",
        followed_up_on=None,
        by=None,
        co_ppm=None,
        smoker=opened.smoker,
        treatment=treatment,
        cut_down=None,
        replaces=None,
        reason=None,
        recorded_at=at,
    )


def _judged(asked: RecordFourWeekOutcome) -> tuple[QuitOutcome, CarbonMonoxide]:
    """X: nothing to confirm, or no way to. N: tried, or seen without a confirming reading."""
    if asked.smoked:
        return "not_quit", "X"
    if asked.co_ppm is not None and asked.co_ppm < CONFIRMED_BELOW:
        return "quit_co", "Y"
    return "quit_self", "N" if asked.by == "in_person" else "X"


def _with_aid(treatment: Treatment, asked: RecordFourWeekOutcome) -> Treatment:
    if asked.aid is None:
        return treatment
    return Treatment(
        setting=treatment.setting, session_type=treatment.session_type, aid=asked.aid
    )


def _cut_down(asked: RecordFourWeekOutcome, before: int | None) -> bool | None:
    if not asked.smoked or asked.cigarettes_a_day is None or not before:
        return None
    return 2 * asked.cigarettes_a_day <= before
