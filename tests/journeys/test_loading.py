"""A load that is killed, or comes again when every key is forgotten, asks nothing twice."""

import pytest

from .installation import Demonstration, Golden

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(2400)]


def test_the_load_was_killed_when_some_had_lived_and_some_had_not(golden: Golden) -> None:
    assert 100 < golden.lives_when_killed < 1000


def test_loading_again_changes_nothing(golden: Golden) -> None:
    assert golden.heads_after_loading_again == golden.heads


def test_the_demonstration_shows_every_published_figure(demonstration: Demonstration) -> None:
    for name in ("Full Personal Health Plans", "body mass index", "WHO-5", "I17"):
        assert name in demonstration.shown


def test_the_demonstration_says_where_to_look(demonstration: Demonstration) -> None:
    assert "/docs" in demonstration.shown
    assert "ht token --as" in demonstration.shown
