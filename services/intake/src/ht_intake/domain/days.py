"""Days, ages and age bands, as people in the United Kingdom count them."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ht_intake.domain.codes import AgeBand
from ht_intake.domain.refusals import BornInTheFuture, BornTooLongAgo, DatedInTheFuture

LONDON = ZoneInfo("Europe/London")
OLDEST = 120

_BANDS: tuple[tuple[int, AgeBand], ...] = (
    (90, "90+"), (85, "85-89"), (80, "80-84"), (75, "75-79"), (70, "70-74"), (65, "65-69"),
    (60, "60-64"), (55, "55-59"), (50, "50-54"), (45, "45-49"), (40, "40-44"), (35, "35-39"),
    (30, "30-34"), (25, "25-29"), (20, "20-24"), (18, "18-19"), (16, "16-17"), (12, "12-15"),
    (0, "0-11"),
)  # fmt: skip


def not_after(asked_at: datetime, *happened: datetime | None) -> None:
    """Refuse what is said to have happened after it was told."""
    if any(at is not None and at > asked_at for at in happened):
        raise DatedInTheFuture


def london_day(instant: datetime) -> date:
    """Give the day on which an instant falls for people in the United Kingdom."""
    return instant.astimezone(LONDON).date()


def age_band_on(day: date, *, born: date) -> AgeBand:
    """Give the age band of a person on a day."""
    if born > day:
        raise BornInTheFuture
    before_birthday = (day.month, day.day) < (born.month, born.day)
    age = day.year - born.year - before_birthday
    if age > OLDEST:
        raise BornTooLongAgo
    return next(band for least, band in _BANDS if age >= least)


def months_after(day: date, months: int) -> date:
    """Give the same day some calendar months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
