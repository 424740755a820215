"""What the calendar brings, on a day of one's choice."""

from datetime import UTC, date, datetime

from ht_kit.due import DueRunner
from ht_plans.app import SERVICE

from .programme import Northfield


async def days_pass(northfield: Northfield, until: date) -> int:
    """Do what is due by a day, and say how much that was."""
    assert SERVICE.due is not None
    noon = datetime(until.year, until.month, until.day, 12, tzinfo=UTC)
    runner = DueRunner("plans", SERVICE.due(northfield.handlers), clock=lambda: noon)
    return await runner.run_once(northfield.worker)
