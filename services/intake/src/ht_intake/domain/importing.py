"""The rules of an import: one extract of another system, taken in under one mapping.

    BeginImport ─► ImportBegun
    FinishImport ─► ImportFinished      (again, when held rows were taken in later)
    UndoImport ─► ImportUndone          (nothing more is taken in after it)

What became of each row stands with the client that it made; here stands only the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.refusals import ImportNotBegun, ImportOver


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginImport:
    """Take an extract in. `fingerprint` is of the file together with its mapping."""

    of_import: UUID
    system: str
    fingerprint: str
    rows: int
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishImport:
    """Say what became of the rows, by class, and for held rows by reason."""

    classes: Mapping[str, int]
    held: Mapping[str, int]
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoImport:
    """Take nothing more in: what was taken in is about to be taken back."""

    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBegun:
    """An extract of another system is being taken in."""

    of_import: UUID
    system: str
    fingerprint: str
    rows: int
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinished:
    """Every row of the extract was taken in, or there is a reason why it was not."""

    of_import: UUID
    classes: Mapping[str, int]
    held: Mapping[str, int]
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone:
    """The import is taken back. What somebody has worked with since stays."""

    of_import: UUID
    undone_at: datetime


Command: TypeAlias = BeginImport | FinishImport | UndoImport
Event: TypeAlias = ImportBegun | ImportFinished | ImportUndone


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """An import so far."""

    begun: ImportBegun | None = None
    finished: ImportFinished | None = None
    undone: ImportUndone | None = None

    def open(self) -> ImportBegun:
        """Give how it began, or refuse to take anything more in."""
        if self.begun is None:
            raise ImportNotBegun
        if self.undone is not None:
            raise ImportOver
        return self.begun


NO_IMPORT_YET = Import()


def decide(command: Command, state: Import) -> list[Event]:
    """Say what happens when this is asked of this import."""
    match command:
        case BeginImport():
            return _begin(command, state)
        case FinishImport():
            return _finish(command, state)
        case UndoImport():
            return _undo(command, state)


def _begin(asked: BeginImport, state: Import) -> list[Event]:
    if state.begun is not None:
        return []
    return [
        ImportBegun(
            of_import=asked.of_import,
            system=asked.system,
            fingerprint=asked.fingerprint,
            rows=asked.rows,
            begun_at=asked.asked_at,
        )
    ]


def _finish(asked: FinishImport, state: Import) -> list[Event]:
    begun, before = state.open(), state.finished
    if before is not None and (before.classes, before.held) == (asked.classes, asked.held):
        return []
    return [
        ImportFinished(
            of_import=begun.of_import,
            classes=asked.classes,
            held=asked.held,
            finished_at=asked.asked_at,
        )
    ]


def _undo(asked: UndoImport, state: Import) -> list[Event]:
    if state.begun is None:
        raise ImportNotBegun
    if state.undone is not None:
        return []
    return [ImportUndone(of_import=state.begun.of_import, undone_at=asked.asked_at)]


def evolve(state: Import, event: Event) -> Import:
    """Remember what happened."""
    match event:
        case ImportBegun():
            return replace(state, begun=event)
        case ImportFinished():
            return replace(state, finished=event)
        case ImportUndone():
            return replace(state, undone=event)
