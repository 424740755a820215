"""The tables of shared sessions and of concerns are what the rules decide."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ht_kit.decider import Decider
from ht_plans.domain.concern import concern
from ht_plans.domain.together import shared

from . import test_raising_concerns as of_concerns
from . import test_sharing_sessions as of_sessions
from .state_tables import state_table

TOLD = (Path(__file__).parents[3] / "docs" / "sessions.md").read_text()

OF_SHARED: Decider[Any, Any, Any] = Decider(
    decide=shared.decide, evolve=shared.evolve, initial=shared.NOTHING_SHARED_YET
)
OF_CONCERN: Decider[Any, Any, Any] = Decider(
    decide=concern.decide, evolve=concern.evolve, initial=concern.NO_CONCERN_YET
)

SESSIONS: dict[str, Sequence[Any]] = {
    "not booked": [],
    "booked": [of_sessions.GROUP],
    "held": [of_sessions.GROUP, of_sessions.HELD],
    "called off": [of_sessions.GROUP, of_sessions.CANCELLED],
}
OF_SESSIONS: dict[str, Any] = {
    "book": of_sessions.BOOK_GROUP,
    "move": of_sessions.MOVE,
    "held": of_sessions.HOLD,
    "correct the number": of_sessions.CORRECT,
    "call off": of_sessions.CANCEL,
}
CONCERNS: dict[str, Sequence[Any]] = {
    "not raised": [],
    "raised, nobody told": [of_concerns.NOBODY_TOLD],
    "raised": [of_concerns.RAISED],
    "ended": [of_concerns.RAISED, of_concerns.ENDED],
}
OF_CONCERNS: dict[str, Any] = {
    "raise": of_concerns.RAISE,
    "tell somebody": of_concerns.TELL,
    "end": of_concerns.END,
}


@pytest.mark.parametrize(
    "written",
    [
        lambda: state_table("shared session", OF_SHARED, SESSIONS, OF_SESSIONS),
        lambda: state_table("concern", OF_CONCERN, CONCERNS, OF_CONCERNS),
    ],
    ids=["shared sessions", "concerns"],
)
def test_the_state_tables_are_what_the_rules_decide(written: Callable[[], str]) -> None:
    assert written() in TOLD, f"the table must read:\n{written()}"
