"""How many sessions a programme allows a client: told as a warning, never a wall."""

from ht_plans.domain.case.events import SessionAttended
from ht_plans.domain.case.state import Case


def over_allowance(case: Case, allowance: int) -> bool:
    """Say whether more sessions were held or are arranged than the programme allows.

    Sessions that were missed or called off use nothing up.
    """
    used = [
        session
        for session in case.sessions.values()
        if session.went is None or isinstance(session.went, SessionAttended)
    ]
    return len(used) > allowance
