"""What is asked of the store, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from ht_kit.body import Body, Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an idempotency key is answered with: ids and versions, nothing that was said."""

    fingerprint: str
    position: int
    stream_id: UUID
    version: int
    ids: Mapping[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A stream as far as the asking organisation may see it, and what its key answers."""

    stream_type: str | None
    version: int
    position: int
    events: Sequence[Happened]
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """Events for one stream, which stands at `expected` (0: it is new)."""

    stream_id: UUID
    stream_type: str
    expected: int
    bodies: Sequence[Body]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A reservation that a stream takes (or, not `taken`, releases)."""

    stream_id: UUID
    kind: str
    value: str
    everywhere: bool
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """All that one command writes; all of it or nothing. The first stream is the answer's."""

    organisation: str
    actor: str
    key: str
    fingerprint: str
    ids: Mapping[str, UUID]
    appends: Sequence[Append]
    holds: Sequence[Hold] = ()
    rows: Sequence[tuple[str, Mapping[str, Any]]] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """It is written; `position` is that of its last event (0 when there was none)."""

    position: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A stream does not stand where it was expected, or is no stream of this organisation."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The key has been used, and this was the answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Held:
    """Another stream holds a reservation."""

    kind: str
    holder: UUID


Outcome: TypeAlias = Written | Moved | Seen | Held
