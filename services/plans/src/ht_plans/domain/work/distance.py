"""Distance travelled: how far somebody has come, in domains that a programme chooses.

A neutral engine of our own: licensed stars are not derived from. Formulas: DOMAIN 6.15.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

SUGGESTED = (
    "health_management",
    "confidence",
    "motivation_to_work",
    "job_search_skills",
    "qualifications",
    "work_experience",
    "practical_barriers",
    "social_networks",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Something that a client rates, in steps from lowest to highest."""

    code: str
    lowest: int
    highest: int

    def has(self, step: int) -> bool:
        """Say whether there is such a step."""
        return self.lowest <= step <= self.highest


@dataclass(frozen=True, slots=True, kw_only=True)
class Travelled:
    """From the baseline to the latest reading, over the domains that both of them rate.

    `headroom_pct` is the part of the way that was still to go; None where there was none.
    """

    deltas: Mapping[str, int]
    moved_forward: int
    regressed: int
    total: int
    headroom_pct: Decimal | None


def travelled(
    baseline: Mapping[str, int],
    latest: Mapping[str, int],
    *,
    domains: Iterable[Domain],
    threshold: int,
) -> Travelled:
    """Compare two readings. It is the latest that counts, not the best."""
    rated = [each for each in domains if each.code in baseline and each.code in latest]
    deltas = {each.code: latest[each.code] - baseline[each.code] for each in rated}
    roomy = [each for each in rated if each.highest > baseline[each.code]]
    headroom = sum(each.highest - baseline[each.code] for each in roomy)
    return Travelled(
        deltas=deltas,
        moved_forward=sum(delta >= threshold for delta in deltas.values()),
        regressed=sum(delta <= -threshold for delta in deltas.values()),
        total=sum(deltas.values()),
        headroom_pct=_per_cent(sum(deltas.values()), headroom),
    )


def _per_cent(part: int, whole: int) -> Decimal | None:
    return Decimal(100) * part / whole if whole else None
