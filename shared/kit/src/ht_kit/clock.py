"""The only place that reads a clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Give the present instant, in UTC."""
    return datetime.now(UTC)


def london_day(instant: datetime) -> date:
    """Give the day on which an instant falls for people in the United Kingdom."""
    return instant.astimezone(LONDON).date()
