"""Answers, as tests write them down."""

import re
from decimal import Decimal

from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.definition import Said
from ht_plans.domain.scoring.instruments import INSTRUMENTS

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def answers(
    instrument: Instrument, *, rule: str | None = None, **given: int | str | None
) -> Answered:
    """Answer the items of an instrument by their names."""
    return Answered(
        instrument=instrument,
        items={name: _said(each) for name, each in given.items()},
        algorithm=rule,
    )


def items(instrument: Instrument, *given: int | None, rule: str | None = None) -> Answered:
    """Answer the items of an instrument in their order."""
    named = {f"item_{place}": answer for place, answer in enumerate(given, start=1)}
    return answers(instrument, rule=rule, **named)


def one(instrument: Instrument, given: int | str) -> Answered:
    """Answer an instrument that has a single item."""
    (item,) = INSTRUMENTS[instrument].items
    return Answered(instrument=instrument, items={item.name: _said(given)})


def _said(given: int | str | None) -> Said | None:
    if given is None or not _NUMBER.fullmatch(str(given)):
        return None if given is None else str(given)
    return Decimal(given)
