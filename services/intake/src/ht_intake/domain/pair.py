"""Whether two clients are one person: said by a worker, remembered, and taken back exactly.

    MergeClients ─► ClientMerged               (a link: every fact keeps the client it is of)
    UnmergeClients ─► ClientUnmerged           (as if it had never been, from now on)
    RecordNotSamePerson ─► NotSamePersonRecorded     (they are not suggested again)
    SettleFact ─► FactSettled                  (what was recorded while linked: whose is it?)
    SuggestSamePerson ─► SamePersonSuggested   (a person looks: suggesting.py)

Asking for the same thing twice changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.days import not_after
from ht_intake.domain.refusals import (
    DifferentNhsNumbers,
    Erased,
    LinkedAlready,
    NotLinked,
    NotRecordedWhileLinked,
    SaidNotToBeTheSame,
    SameClientTwice,
    SettledOtherwise,
    UnmergedBeforeMerged,
)
from ht_intake.domain.suggesting import SamePersonSuggested, SuggestSamePerson, suggest


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientMerged:
    """Two clients are one person: whoever looks for `client` finds `into` as well.

    `versions` say how far each of the two had come: what follows was recorded while linked.
    """

    client: UUID
    into: UUID
    programme: str
    merged_at: datetime
    versions: Mapping[UUID, int]
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientUnmerged:
    """The two clients are two people after all."""

    client: UUID
    into: UUID
    unmerged_at: datetime
    versions: Mapping[UUID, int]
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSamePersonRecorded:
    """Somebody looked at two clients that seem alike, and they are two people."""

    client: UUID
    other: UUID
    programme: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSettled:
    """Of a fact recorded while two clients were linked, a person said whose it is.

    Where it is the other's, it is recorded for them anew, by a command of its own.
    """

    of: UUID
    version: int
    belongs_to: UUID
    settled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeClients:
    """Link one client to another.

    `linked` says that one of them is linked elsewhere, `erased` that one was erased: nobody
    can say any more who that was.
    """

    client: UUID
    into: UUID
    programme: str
    merged_at: datetime
    versions: Mapping[UUID, int]
    nhs_numbers: frozenset[str]
    linked: bool
    reason: str | None
    asked_at: datetime
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeClients:
    """Take a link back."""

    unmerged_at: datetime
    versions: Mapping[UUID, int]
    reason: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotSamePerson:
    """Remember that two clients are two people."""

    client: UUID
    other: UUID
    programme: str
    recorded_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleFact:
    """Say whose a fact is that was recorded while the two were linked."""

    of: UUID
    version: int
    belongs_to: UUID
    settled_at: datetime
    asked_at: datetime


Event: TypeAlias = (
    ClientMerged | ClientUnmerged | NotSamePersonRecorded | FactSettled | SamePersonSuggested
)
Command: TypeAlias = (
    MergeClients | UnmergeClients | RecordNotSamePerson | SettleFact | SuggestSamePerson
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two clients, and what was said of them."""

    programme: str | None = None
    merged: ClientMerged | None = None
    unmerged: ClientUnmerged | None = None
    not_same: NotSamePersonRecorded | None = None
    settled: Mapping[tuple[UUID, int], UUID] = field(default_factory=dict)
    while_linked: frozenset[tuple[UUID, int]] = frozenset()
    suggested: SamePersonSuggested | None = None

    @property
    def decided(self) -> bool:
        """Say whether a person has said what the two are; a link taken back says it too."""
        return self.merged is not None or self.not_same is not None

    @property
    def linked(self) -> bool:
        """Say whether the two count as one person now."""
        return self.merged is not None and self.unmerged is None

    @property
    def to_settle(self) -> frozenset[tuple[UUID, int]]:
        """Name the facts that a person has still to look at: whose, and which."""
        return self.while_linked - self.settled.keys()


NO_PAIR_YET = Pair()


def decide(command: Command, pair: Pair) -> list[Event]:
    """Say what happens when this is asked of these two."""
    match command:
        case MergeClients():
            return _merge(command, pair)
        case UnmergeClients():
            return _unmerge(command, pair)
        case RecordNotSamePerson():
            return _not_same(command, pair)
        case SettleFact():
            return _settle(command, pair)
        case SuggestSamePerson():
            return [*suggest(command, pair)]


def evolve(pair: Pair, event: Event) -> Pair:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case ClientMerged():
            return replace(
                pair, programme=event.programme, merged=event, unmerged=None, not_same=None
            )
        case ClientUnmerged():
            meanwhile = pair.while_linked | _meanwhile(pair.merged, event)
            return replace(pair, unmerged=event, while_linked=meanwhile)
        case NotSamePersonRecorded():
            return replace(pair, programme=event.programme, not_same=event)
        case FactSettled():
            settled = {**pair.settled, (event.of, event.version): event.belongs_to}
            return replace(pair, settled=settled)
        case SamePersonSuggested():
            return replace(pair, programme=event.programme, suggested=event)


def _meanwhile(
    merged: ClientMerged | None, unmerged: ClientUnmerged
) -> frozenset[tuple[UUID, int]]:
    if merged is None:
        return frozenset()
    return frozenset(
        (client, version)
        for client, last in unmerged.versions.items()
        for version in range(merged.versions.get(client, last) + 1, last + 1)
    )


def _merge(asked: MergeClients, pair: Pair) -> list[Event]:
    if asked.client == asked.into:
        raise SameClientTwice
    if pair.linked:
        return []
    not_after(asked.asked_at, asked.merged_at)
    if asked.erased:
        raise Erased
    if asked.linked:
        raise LinkedAlready
    if len(asked.nhs_numbers) > 1:
        raise DifferentNhsNumbers
    if pair.not_same is not None and asked.reason is None:
        raise SaidNotToBeTheSame
    return [
        ClientMerged(
            client=asked.client,
            into=asked.into,
            programme=asked.programme,
            merged_at=asked.merged_at,
            versions=asked.versions,
            reason=asked.reason,
        )
    ]


def _unmerge(asked: UnmergeClients, pair: Pair) -> list[Event]:
    merged = pair.merged
    if merged is None:
        raise NotLinked
    if pair.unmerged is not None:
        return []
    not_after(asked.asked_at, asked.unmerged_at)
    if asked.unmerged_at < merged.merged_at:
        raise UnmergedBeforeMerged
    return [
        ClientUnmerged(
            client=merged.client,
            into=merged.into,
            unmerged_at=asked.unmerged_at,
            versions=asked.versions,
            reason=asked.reason,
        )
    ]


def _not_same(asked: RecordNotSamePerson, pair: Pair) -> list[Event]:
    if asked.client == asked.other:
        raise SameClientTwice
    if pair.not_same is not None:
        return []
    not_after(asked.asked_at, asked.recorded_at)
    if pair.linked:
        raise LinkedAlready
    return [
        NotSamePersonRecorded(
            client=asked.client,
            other=asked.other,
            programme=asked.programme,
            recorded_at=asked.recorded_at,
        )
    ]


def _settle(asked: SettleFact, pair: Pair) -> list[Event]:
    fact = (asked.of, asked.version)
    two = {pair.merged.client, pair.merged.into} if pair.merged else set()
    if fact not in pair.while_linked or asked.belongs_to not in two:
        raise NotRecordedWhileLinked
    if fact in pair.settled:
        if pair.settled[fact] != asked.belongs_to:
            raise SettledOtherwise
        return []
    not_after(asked.asked_at, asked.settled_at)
    return [
        FactSettled(
            of=asked.of,
            version=asked.version,
            belongs_to=asked.belongs_to,
            settled_at=asked.settled_at,
        )
    ]
