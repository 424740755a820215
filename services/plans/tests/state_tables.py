"""Tables of what comes of each question in each state, made of what the rules answer."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TypeVar

from ht_kit.decider import Decider
from ht_plans.domain.refusals import Refused

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


def state_table(
    standing: str,
    rules: Decider[C, S, E],
    histories: Mapping[str, Sequence[E]],
    asked: Mapping[str, C],
) -> str:
    """Give the table in Markdown: a line for each state, a column for each question."""
    header = [standing, *asked]
    lines = [
        [f"**{name}**", *(_comes_of(rules, command, history) for command in asked.values())]
        for name, history in histories.items()
    ]
    return "\n".join(
        "| " + " | ".join(cells) + " |" for cells in [header, ["---"] * len(header), *lines]
    )


def _comes_of(rules: Decider[C, S, E], asked: C, history: Sequence[E]) -> str:
    try:
        happened = rules.decide(asked, reduce(rules.evolve, history, rules.initial))
    except Refused as refusal:
        return f"*{type(refusal).__name__}*"
    return " + ".join(type(event).__name__ for event in happened) or "nothing"
