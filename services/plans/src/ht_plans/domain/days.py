"""Days as people in the United Kingdom count them."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")


def day_of(instant: datetime) -> date:
    """Give the day on which something happened."""
    return instant.astimezone(_LONDON).date()


def months_after(day: date, months: int) -> date:
    """Give the same day of a later month, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
