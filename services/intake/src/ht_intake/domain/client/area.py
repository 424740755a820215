"""Where a client lives, as far as reference tables say, and their GP."""

from dataclasses import dataclass
from math import ceil

from ht_intake.domain.codes import GpStatus, Unresolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where a client lives, as far as the reference tables say.

    `decile` is the published one (1 the most deprived) of `edition`; without it, `unresolved`
    says why.
    """

    postcode: str | None = None
    lsoa: str | None = None
    ward: str | None = None
    local_authority: str | None = None
    lookup_version: str | None = None
    decile: int | None = None
    edition: str | None = None
    unresolved: Unresolved | None = None


NOT_ASKED_WHERE = Area(unresolved="not_asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gp:
    """Whether somebody is registered with a GP practice, and with which."""

    status: GpStatus
    practice: str | None = None


NOT_ASKED_GP = Gp(status="not_asked")


def quintile_of(decile: int | None) -> int | None:
    """Give the quintile of a published decile: 1 is the most deprived."""
    return None if decile is None else ceil(decile / 2)
