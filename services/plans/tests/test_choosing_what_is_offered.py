"""A programme switches on what it offers beside plans; nothing is offered until it chooses."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.offer import (
    NOTHING_BESIDE,
    ChooseOffer,
    Command,
    DomainsNotDistinct,
    Event,
    NoDomainChosen,
    NoStepsBetween,
    Offer,
    OfferChosen,
    decide,
    evolve,
)
from ht_plans.domain.plan.revisions import ENOUGH, Tries
from ht_plans.domain.work.distance import SUGGESTED, Domain

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
CONFIDENCE = Domain(code="confidence", lowest=1, highest=5)
CHOOSE = ChooseOffer(
    programme="northfield",
    quit_episodes=True,
    employment=True,
    domains=(CONFIDENCE,),
    threshold=1,
    full_hours=16,
    session_allowance=6,
    pathways=frozenset({"pre_operative", "social_prescribing"}),
    now=NOW,
)
CHOSEN = OfferChosen(
    programme="northfield",
    quit_episodes=True,
    employment=True,
    domains=(CONFIDENCE,),
    threshold=1,
    full_hours=16,
    session_allowance=6,
    pathways=("social_prescribing", "pre_operative"),
    chosen_at=NOW,
)


def a_programme(*history: Event) -> Specification[Command, Offer, Event]:
    return Specification(decide, evolve, NOTHING_BESIDE).given(*history)


def test_what_is_chosen_is_offered() -> None:
    a_programme().when(CHOOSE).then(CHOSEN)
    a_programme(CHOSEN).when(CHOOSE).then_nothing()


def test_a_programme_chooses_how_often_somebody_is_tried_or_has_the_usual_number() -> None:
    twice = Tries(days=2, ways=2)
    chosen = replace(CHOSEN, tries=twice)

    a_programme().when(replace(CHOOSE, tries=twice)).then(chosen)
    a_programme(chosen).when(CHOOSE).then(CHOSEN)
    assert evolve(NOTHING_BESIDE, chosen).tries == twice
    assert evolve(NOTHING_BESIDE, CHOSEN).tries == ENOUGH


def test_what_was_switched_on_can_be_switched_off() -> None:
    a_programme(CHOSEN).when(replace(CHOOSE, quit_episodes=False)).then(
        replace(CHOSEN, quit_episodes=False)
    )


def test_until_somebody_chooses_nothing_is_offered_and_eight_domains_are_suggested() -> None:
    assert not NOTHING_BESIDE.quit_episodes
    assert not NOTHING_BESIDE.employment
    assert NOTHING_BESIDE.pathways == ()
    assert tuple(domain.code for domain in NOTHING_BESIDE.domains) == SUGGESTED
    assert len(SUGGESTED) == 8


@pytest.mark.parametrize(
    ("domains", "refusal"),
    [
        ((), NoDomainChosen),
        ((CONFIDENCE, replace(CONFIDENCE, highest=10)), DomainsNotDistinct),
        ((replace(CONFIDENCE, highest=1),), NoStepsBetween),
    ],
)
def test_domains_that_nothing_can_be_told_by_are_refused(
    domains: tuple[Domain, ...], refusal: type[Exception]
) -> None:
    a_programme().when(replace(CHOOSE, domains=domains)).then_refused(refusal)


def test_who_offers_no_employment_needs_no_domains() -> None:
    a_programme().when(replace(CHOOSE, employment=False, domains=())).then(
        replace(CHOSEN, employment=False, domains=())
    )
