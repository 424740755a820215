"""What an indicator is: one declaration that people can read and the database can run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a value comes from what was counted."""

    COUNT = "count"
    RATE = "rate"
    CHANGE = "change"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """The rows that an indicator looks at, as they were known at ledger position $1.

    `rows` is a SELECT with a place `{asked_for}` for which rows `p` the reader asked for.
    `words` says in a sentence what one row is.
    """

    name: str
    words: str
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something counted among the rows of a population: `of` those rows `where` it holds.

    `at` is the column that must fall in the period; None counts whatever the period.
    """

    words: str
    where: str
    at: str | None
    of: str = "count(*)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A figure shown beside another, never added to it. Without a denominator: a count."""

    numerator: Counted
    denominator: Counted | None = None
    mean: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Indicator:
    """One published figure.

    `exclusions` are in neither numerator nor denominator and are shown, a row per reason.
    `number` is what stands as `n`: the denominator's count unless told otherwise.
    """

    id: str
    name: str
    wording: str
    unit: str
    kind: Kind
    population: Population
    cohort: str
    numerator: Counted
    denominator: Counted | None
    source: str
    number: Counted | None = None
    exclusions: Mapping[str, Counted] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)

    def counts(self) -> Iterator[tuple[str, Counted]]:
        """Give everything to be counted, each under the name of its cell."""
        yield "numerator", self.numerator
        if self.denominator is not None:
            yield "denominator", self.denominator
        if self.number is not None:
            yield "number", self.number
        for reason, counted in self.exclusions.items():
            yield f"excluded:{reason}", counted
        for name, part in self.parts.items():
            yield f"part:{name}:numerator", part.numerator
            if part.denominator is not None:
                yield f"part:{name}:denominator", part.denominator
