"""Two clients who may be one person: found by what they say, and put to a person once."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ht_intake.domain.codes import Detail

if TYPE_CHECKING:
    from ht_intake.domain.pair import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePersonSuggested:
    """Two clients agree in so much that a person should look whether they are one.

    What agreed and what differed is told by its name, as it was then.
    """

    client: UUID
    other: UUID
    programme: str
    agrees: tuple[Detail, ...]
    differs: tuple[Detail, ...]
    suggested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestSamePerson:
    """Put two clients who are alike to a person."""

    client: UUID
    other: UUID
    programme: str
    agrees: tuple[Detail, ...]
    differs: tuple[Detail, ...]
    asked_at: datetime


def suggest(asked: SuggestSamePerson, pair: "Pair") -> list[SamePersonSuggested]:
    """Suggest two clients once, and never again when somebody has said what they are."""
    if pair.suggested is not None or pair.decided:
        return []
    return [
        SamePersonSuggested(
            client=asked.client,
            other=asked.other,
            programme=asked.programme,
            agrees=asked.agrees,
            differs=asked.differs,
            suggested_at=asked.asked_at,
        )
    ]
