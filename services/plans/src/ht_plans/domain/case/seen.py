"""Whether a client was seen or spoken to on a day, in or out of a booked session."""

from datetime import date

from ht_plans.domain.case.events import SessionAttended
from ht_plans.domain.case.state import Case
from ht_plans.domain.days import day_of


def missing_at_review(case: Case, day: date) -> list[str]:
    """Name what a review had better have. Nobody is kept from recording it."""
    seen = any(
        isinstance(session.went, SessionAttended) and day_of(session.went.started_at) == day
        for session in case.sessions.values()
    )
    return [] if seen else ["no-session-that-day"]
