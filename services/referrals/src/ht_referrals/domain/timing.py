"""When things may be dated, and how long an answer may take."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ht_referrals.domain.refusals import DatedBeforeWhatItFollows, DatedInTheFuture

DAYS_TO_ANSWER = timedelta(days=14)
_LONDON = ZoneInfo("Europe/London")


def happened(at: datetime, *, asked_at: datetime, after: datetime | None = None) -> datetime:
    """Take the instant of something that has happened, or refuse it."""
    if at > asked_at:
        raise DatedInTheFuture
    if after is not None and at < after:
        raise DatedBeforeWhatItFollows
    return at


def last_day_to_answer(sent_at: datetime) -> date:
    """Give the last day on which an answer comes in time."""
    return day_of(sent_at) + DAYS_TO_ANSWER


def last_day_to_send(closed_at: datetime) -> date:
    """Give the last day, twelve months after a case was closed, on which it sends a referral.

    A year after 29 February is 28 February.
    """
    closed_on = day_of(closed_at)
    shorter = 28 if (closed_on.month, closed_on.day) == (2, 29) else closed_on.day
    return closed_on.replace(year=closed_on.year + 1, day=shorter)


def day_of(instant: datetime) -> date:
    """Give the day that it was for the people concerned."""
    return instant.astimezone(_LONDON).date()
