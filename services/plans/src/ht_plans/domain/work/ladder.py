"""The ladder from not seeking work to work that has lasted half a year (DOMAIN 8.2).

0 not seeking · 1 seeking · 2 in training · 3 volunteering · 4 paid work of few hours ·
5 paid work of the hours that the programme counts as full · 6 lasted 13 weeks · 7 lasted 26.
"""

from datetime import date, timedelta
from typing import Final

from ht_plans.domain.work.codes import Employment, WorkProgress

TRAINING: Final = 2
VOLUNTEERING: Final = 3
FEW_HOURS: Final = 4
SUSTAINED: Final = {13: 6, 26: 7}
"""Weeks after work was taken up, and the rung of work that has lasted so long."""

_OF_STATUS: Final[dict[Employment, int]] = {
    "02": 1, "03": TRAINING, "04": 0, "05": 0, "06": 0, "07": VOLUNTEERING, "08": 0,
}  # fmt: skip
_OF_PROGRESS: Final[dict[WorkProgress, int]] = {
    "job_search": 1,
    "training": TRAINING,
    "volunteering": VOLUNTEERING,
}


def rung_of_status(status: Employment, hours: int | None, full_hours: int) -> int | None:
    """Give the rung of an employment status. What is not known stands on none."""
    if status == "01":
        return _paid(hours, full_hours)
    return _OF_STATUS.get(status)


def rung_of_progress(progress: WorkProgress, hours: int | None, full_hours: int) -> int:
    """Give the rung that somebody reached by taking something up."""
    if progress == "paid_work":
        return _paid(hours, full_hours)
    return _OF_PROGRESS[progress]


def falls_due_on(taken_up_on: date, weeks: int) -> date:
    """Give the day on which it can be asked whether work has lasted so many weeks."""
    return taken_up_on + timedelta(weeks=weeks)


def _paid(hours: int | None, full_hours: int) -> int:
    """Hours that nobody said are few: the ladder never says more than is known."""
    return FEW_HOURS + (hours is not None and hours >= full_hours)
