"""How long a session lasts, and where it may be."""

from ht_plans.domain.case.refusals import DurationNotPlausible, LocalPlaceUnderOtherCode
from ht_plans.domain.codes import LocalPlace, Place

_LONGEST_MINUTES = 240
_LOCAL_UNDER = frozenset({"A03", "N02", "X01"})  # the national codes of places without one


def refuse_unless_plausible(minutes: int) -> None:
    """Refuse a session of no time, or of more than four hours."""
    if not 1 <= minutes <= _LONGEST_MINUTES:
        raise DurationNotPlausible


def refuse_local_place_elsewhere(local: LocalPlace | None, place: Place | None) -> None:
    """Refuse a local kind of place under a national code that says something else."""
    if local is not None and place not in _LOCAL_UNDER:
        raise LocalPlaceUnderOtherCode
