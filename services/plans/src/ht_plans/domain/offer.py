"""What a programme offers beside plans, and how hard it tries to reach somebody afterwards.

Its managers choose it; until then it is nothing beside plans, and the usual number of attempts.

    ChooseOffer ─► OfferChosen

What is switched off is not begun any more. What was begun goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias, get_args

from ht_plans.domain.pathway.codes import CarePathway
from ht_plans.domain.plan.revisions import ENOUGH, Tries
from ht_plans.domain.refusals import Refused
from ht_plans.domain.work.distance import SUGGESTED, Domain

_IN_ORDER: Final[Mapping[CarePathway, int]] = {
    code: place for place, code in enumerate(get_args(CarePathway))
}
_STEPS: Final = 1, 5


class DomainsNotDistinct(Refused):
    """Each domain of distance travelled is named once. Take the second one out."""


class NoStepsBetween(Refused):
    """A domain goes up from its lowest step to its highest. Put the higher number last."""


class NoDomainChosen(Refused):
    """Distance travelled needs at least one domain. Choose one, or switch employment off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is offered. `programme` is None where nobody has chosen yet."""

    programme: str | None = None
    quit_episodes: bool = False
    employment: bool = False
    domains: tuple[Domain, ...] = tuple(
        Domain(code=code, lowest=_STEPS[0], highest=_STEPS[1]) for code in SUGGESTED
    )
    threshold: int = 1
    full_hours: int = 16
    session_allowance: int | None = None
    pathways: tuple[CarePathway, ...] = ()
    tries: Tries = ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseOffer:
    """Switch on what a programme offers, and off what it does not."""

    programme: str
    quit_episodes: bool
    employment: bool
    domains: tuple[Domain, ...]
    threshold: int
    full_hours: int
    session_allowance: int | None
    pathways: frozenset[CarePathway]
    now: datetime
    tries: Tries = ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferChosen:
    """A programme offers this beside plans from now on.

    Paid work counts as full from `full_hours` a week. `session_allowance` warns where no
    contract in force says another, and stops nothing. `tries` is how often somebody is tried
    before a maintenance check ends as not contactable; None is the usual number.
    """

    programme: str
    quit_episodes: bool
    employment: bool
    domains: tuple[Domain, ...]
    threshold: int
    full_hours: int
    session_allowance: int | None
    pathways: tuple[CarePathway, ...]
    chosen_at: datetime
    tries: Tries | None = None


Command: TypeAlias = ChooseOffer
Event: TypeAlias = OfferChosen

NOTHING_BESIDE = Offer()


def decide(asked: Command, offer: Offer) -> list[Event]:
    """Say what happens when this is asked."""
    _refuse_unusable(asked)
    wanted = Offer(
        programme=asked.programme,
        quit_episodes=asked.quit_episodes,
        employment=asked.employment,
        domains=asked.domains,
        threshold=asked.threshold,
        full_hours=asked.full_hours,
        session_allowance=asked.session_allowance,
        pathways=tuple(sorted(asked.pathways, key=_IN_ORDER.__getitem__)),
        tries=asked.tries,
    )
    if wanted == offer:
        return []
    return [
        OfferChosen(
            programme=asked.programme,
            quit_episodes=wanted.quit_episodes,
            employment=wanted.employment,
            domains=wanted.domains,
            threshold=wanted.threshold,
            full_hours=wanted.full_hours,
            session_allowance=wanted.session_allowance,
            pathways=wanted.pathways,
            chosen_at=asked.now,
            tries=None if wanted.tries == ENOUGH else wanted.tries,
        )
    ]


def _refuse_unusable(asked: ChooseOffer) -> None:
    if asked.employment and not asked.domains:
        raise NoDomainChosen
    if len({each.code for each in asked.domains}) != len(asked.domains):
        raise DomainsNotDistinct
    if any(each.lowest >= each.highest for each in asked.domains):
        raise NoStepsBetween


def evolve(offer: Offer, event: Event) -> Offer:
    """Remember what was chosen."""
    return replace(
        offer,
        programme=event.programme,
        quit_episodes=event.quit_episodes,
        employment=event.employment,
        domains=event.domains,
        threshold=event.threshold,
        full_hours=event.full_hours,
        session_allowance=event.session_allowance,
        pathways=event.pathways,
        tries=event.tries or ENOUGH,
    )
