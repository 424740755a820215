"""How often somebody was tried in vain, and whether that was enough of a try."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from ht_intake.domain.days import LONDON, london_day
from ht_intake.domain.referral.state import Referral

TimeOfDay: TypeAlias = Literal["morning", "afternoon", "evening"]
_NOON: Final = 12
_FIVE: Final = 17
_WITHOUT_A_TELEPHONE: Final = frozenset({"letter", "in_person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The attempts in vain that count, one for each day.

    `varied` where there were two channels or two times of day; `needs_letter_or_visit` where
    somebody without a telephone was neither written to nor called on.
    """

    days: int
    since: date | None
    until: date | None
    varied: bool
    needs_letter_or_visit: bool


def silence_of(referral: Referral) -> Silence:
    """Count the attempts in vain since somebody was last spoken to, or came back."""
    vain = referral.unanswered
    days = sorted({london_day(each.at) for each in vain})
    channels = {each.channel for each in vain}
    times = {time_of_day(each.at) for each in vain}
    telephone = referral.received.telephone if referral.received else None
    return Silence(
        days=len(days),
        since=days[0] if days else None,
        until=days[-1] if days else None,
        varied=len(channels) > 1 or len(times) > 1,
        needs_letter_or_visit=telephone is None and channels.isdisjoint(_WITHOUT_A_TELEPHONE),
    )


def time_of_day(instant: datetime) -> TimeOfDay:
    """Say which part of the day it is for people in the United Kingdom."""
    hour = instant.astimezone(LONDON).hour
    if hour < _NOON:
        return "morning"
    return "afternoon" if hour < _FIVE else "evening"
