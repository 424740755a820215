"""Nobody who was erased is shown by a route that the search for them forgot to ask."""

from collections import defaultdict

from tests.journeys.asking import questions


def test_the_search_for_somebody_erased_knows_what_stands_in_every_path() -> None:
    try:
        asked = [question.path for question in questions(defaultdict(str), {})]
    except KeyError as unknown:
        raise AssertionError(
            f"Say in tests/journeys/asking.py what stands for {unknown} in a path."
        ) from None

    assert len(asked) > 20
