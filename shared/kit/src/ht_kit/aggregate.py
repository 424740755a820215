"""The shape of an aggregate: its rules, and how what they decide is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from ht_kit.asked import Actor
from ht_kit.codec import Codec

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


class NoSuchThing(Exception):  # noqa: N818 - named for its reason
    """There is nothing with this id that you may see."""


class Entry(NamedTuple):
    """One line of a history: what happened and when it was recorded, not what was said."""

    version: int
    name: str
    at: datetime


class StaleVersion(Exception):  # noqa: N818
    """Somebody changed this after you read it. Read it again, then ask again."""

    def __init__(self, version: int = 0, changed: Sequence[Entry] = ()) -> None:
        super().__init__(version)
        self.version, self.changed = version, changed


class StreamMoved(Exception):  # noqa: N818
    """Several people are changing this at the same moment. Please ask again."""

    def __init__(self, version: int = 0, changed: Sequence[Entry] = ()) -> None:
        super().__init__(version)
        self.version, self.changed = version, changed


class KeyReused(Exception):  # noqa: N818
    """This idempotency key was used before with other content. Use a new key."""


class Taken(Exception):  # noqa: N818
    """Something that must be unique is held already, by the stream `holder`."""

    def __init__(self, kind: str, holder: UUID) -> None:
        super().__init__(kind)
        self.kind, self.holder = kind, holder


class Erased(Exception):  # noqa: N818
    """What was personal of this client was erased: nothing personal can be added again."""


class Reservation(NamedTuple):
    """A value that one stream may hold at a time.

    `kind` and `value` are stored in clear: no personal value may stand in them. With
    `everywhere` it is unique across organisations, otherwise within one.
    """

    kind: str
    value: str
    everywhere: bool = False


class Personal(NamedTuple):
    """A value of a row that is sealed with the client's data key (a bytea column)."""

    value: Any


class Blind(NamedTuple):
    """A normalised value of a row that is kept as a token to find it by (a bytea column)."""

    kind: str
    value: str | None


class Row(NamedTuple):
    """A whole row of a read model, as it stands after a command.

    `values` maps column to value and includes the primary key; a column that is left out
    becomes NULL. The column `organisation` is set by the store, to the stream's. None for
    `values` of a row that is to go is not offered: a row that ends says so in a column.
    """

    table: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)  # without slots, so that Decider[…](…) can be written
class Decider(Generic[C, S, E]):
    """The rules of one aggregate: pure functions, and the state before anything happened."""

    decide: Callable[[C, S], list[E]]
    evolve: Callable[[S, E], S]
    initial: S


@dataclass(frozen=True, kw_only=True)  # without slots, so that Aggregate[…](…) can be written
class Aggregate(Generic[C, S, E]):
    """The rules of one aggregate, joined to how its events are kept.

    `name` is the token in subjects and the type of its streams. `rows` gives the read-model
    rows of a new state; `reserves` what the state holds for itself alone; `programmes` the
    programmes whose members may see it (None, or nothing given: the whole organisation);
    `sees` who of them may, where it is not all;
    `client` whose data key seals its personal fields and whose events stay in order
    (`partitionkey`).
    """

    name: str
    decider: Decider[C, S, E]
    codec: Codec[E]
    rows: Callable[[UUID, S], list[Row]]
    client: Callable[[UUID, S], UUID | None]
    programmes: Callable[[S], frozenset[str] | None] | None = None
    reserves: Callable[[S], frozenset[Reservation]] = lambda _: frozenset()
    sees: Callable[[S, Actor], bool] | None = None

    @property
    def hides(self) -> bool:
        """Say whether there is anybody of the organisation who may not see it."""
        return self.programmes is not None or self.sees is not None

    def shows(self, state: S, actor: Actor) -> bool:
        """Say whether whoever acts may see it as it stands."""
        programmes = self.programmes and self.programmes(state)
        if programmes is not None and actor.programme not in programmes:
            return False
        return self.sees is None or self.sees(state, actor)
