"""Somebody covers for a worker who is away, from the first day to the last."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain import covering
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.case.refusals import ChampionsHandOver
from ht_plans.domain.codes import CoverId
from ht_plans.domain.covering import (
    ArrangeCover,
    Cover,
    CoverArranged,
    CoverEnded,
    CoverEndsBeforeItBegins,
    CoversThemselves,
    EndCover,
    NoSuchCover,
)

from .case_at_work import APRIL, MARCH, TOM, WINSTON

COVER = CoverId(UUID(int=91))
ARRANGE = ArrangeCover(
    cover=COVER,
    programme="northfield",
    worker=TOM,
    covered_by=Worker(
        worker=WINSTON,
        roles=frozenset({"health-trainer"}),
        accreditations=frozenset({"in_training"}),
    ),
    from_on=date(2026, 3, 16),
    until_on=date(2026, 3, 27),
    now=MARCH,
)
ARRANGED = CoverArranged(
    cover=COVER,
    programme="northfield",
    worker=TOM,
    covered_by=WINSTON,
    from_on=date(2026, 3, 16),
    until_on=date(2026, 3, 27),
    arranged_at=MARCH,
)
ENDED = CoverEnded(cover=COVER, ended_at=APRIL)


def a_cover(*history: covering.Event) -> Specification[covering.Command, Cover, covering.Event]:
    rules = Specification(covering.decide, covering.evolve, covering.NO_COVER_YET)
    return rules.given(*history)


def test_somebody_covers_for_a_worker_who_is_away() -> None:
    a_cover().when(ARRANGE).then(ARRANGED)


def test_a_cover_is_arranged_once() -> None:
    a_cover(ARRANGED).when(ARRANGE).then_nothing()


def test_one_day_away_is_covered_too() -> None:
    one_day = replace(ARRANGE, until_on=ARRANGE.from_on)

    a_cover().when(one_day).then(replace(ARRANGED, until_on=ARRANGE.from_on))


def test_nobody_covers_for_themselves() -> None:
    a_cover().when(replace(ARRANGE, worker=WINSTON)).then_refused(CoversThemselves)


def test_nobody_is_back_before_they_went() -> None:
    turned = replace(ARRANGE, until_on=date(2026, 3, 15))

    a_cover().when(turned).then_refused(CoverEndsBeforeItBegins)


def test_whoever_covers_could_support_these_clients() -> None:
    champion = replace(ARRANGE.covered_by, roles=frozenset({"champion"}))

    a_cover().when(replace(ARRANGE, covered_by=champion)).then_refused(ChampionsHandOver)


def test_a_cover_ends_early_once() -> None:
    a_cover(ARRANGED).when(EndCover(now=APRIL)).then(ENDED)
    a_cover(ARRANGED, ENDED).when(EndCover(now=APRIL)).then_nothing()


def test_a_cover_that_was_never_arranged_does_not_end() -> None:
    a_cover().when(EndCover(now=APRIL)).then_refused(NoSuchCover)
