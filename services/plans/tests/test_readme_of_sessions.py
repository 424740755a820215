"""The README's tables of shared sessions and of concerns are what the rules decide."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from ht_plans.domain.concern import concern
from ht_plans.domain.refusals import Refused
from ht_plans.domain.together import shared

from . import test_raising_concerns as of_concerns
from . import test_sharing_sessions as of_sessions

README = (Path(__file__).parents[1] / "README.md").read_text()

SESSIONS: dict[str, Sequence[Any]] = {
    "not booked": [],
    "booked": [of_sessions.GROUP],
    "held": [of_sessions.GROUP, of_sessions.HELD],
    "called off": [of_sessions.GROUP, of_sessions.CANCELLED],
}
OF_SESSIONS = {
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
OF_CONCERNS = {
    "raise": of_concerns.RAISE,
    "tell somebody": of_concerns.TELL,
    "end": of_concerns.END,
}


def table(
    rules: Any,
    nothing: object,
    standing: str,
    histories: Mapping[str, Sequence[Any]],
    asked: Mapping[str, Any],
) -> str:
    def comes_of(command: object, history: Sequence[Any]) -> str:
        try:
            happened = rules.decide(command, reduce(rules.evolve, history, nothing))
        except Refused as refusal:
            return f"*{type(refusal).__name__}*"
        return " + ".join(type(event).__name__ for event in happened) or "nothing"

    lines = [
        [standing, *asked],
        ["---"] * (len(asked) + 1),
        *(
            [f"**{name}**", *(comes_of(command, history) for command in asked.values())]
            for name, history in histories.items()
        ),
    ]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


@pytest.mark.parametrize(
    "written",
    [
        lambda: table(
            shared, shared.NOTHING_SHARED_YET, "shared session", SESSIONS, OF_SESSIONS
        ),
        lambda: table(concern, concern.NO_CONCERN_YET, "concern", CONCERNS, OF_CONCERNS),
    ],
    ids=["shared sessions", "concerns"],
)
def test_the_state_tables_are_what_the_rules_decide(written: Callable[[], str]) -> None:
    assert written() in README, f"the table must read:\n{written()}"
