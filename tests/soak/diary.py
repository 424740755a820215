"""What a writer asked for and what it was told, kept in a file of its own.

A line is handed to the operating system before the writer goes on: it outlives a killed
writer, and that is enough, because what is killed here is processes.
"""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias
from uuid import UUID

import orjson

Do: TypeAlias = Literal["make", "mark", "pair", "same", "too much", "reuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One command, with all that is needed to ask for it again.

    `count` events are asked for, each with `mark`. `expected` is the version that the caller
    has read. `other` is the second stream of a pair; `stood` where the stream stands for
    certain, as it is this writer's alone.
    """

    key: str
    do: Do
    stream: UUID
    mark: UUID
    count: int
    expected: int | None = None
    stood: int | None = None
    owner_name: str | None = None
    due_on: date | None = None
    label: str | None = None
    other: UUID | None = None

    def line(self) -> dict[str, object]:
        return {
            "intent": {name: value for name, value in asdict(self).items() if value is not None}
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An acknowledgement: where the stream, and the log, stand after the last event."""

    stream: UUID
    version: int
    position: int


@dataclass(slots=True)
class Asked:
    """An intent, and all that came of it."""

    intent: Intent
    told: list[Told] = field(default_factory=list)
    refused: str | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return bool(self.told or self.refused)


class Diary:
    """Appends lines to one file."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def intends(self, intent: Intent) -> None:
        self._write(intent.line())

    def was_told(self, key: str, told: Told) -> None:
        self._write({"key": key, "told": asdict(told)})

    def was_refused(self, key: str, reason: str) -> None:
        self._write({"key": key, "refused": reason})

    def knows_not(self, key: str, error: str) -> None:
        self._write({"key": key, "unknown": error})

    def was_wronged(self, what: str) -> None:
        """Note an answer that must not be."""
        self._write({"wrong": what})

    def _write(self, line: dict[str, object]) -> None:
        os.write(self._file, orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


@dataclass(slots=True)
class Read:
    """What one or more diaries say."""

    asked: dict[str, Asked] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def take(self, path: Path) -> None:
        """Read one more diary. A last line that was cut off was never finished."""
        for line in _lines(path):
            if "intent" in line:
                intent = _intent(line["intent"])
                self.asked[intent.key] = Asked(intent)
            elif "told" in line:
                told = line["told"]
                self.asked[line["key"]].told.append(
                    Told(
                        stream=UUID(told["stream"]),
                        version=told["version"],
                        position=told["position"],
                    )
                )
            elif "refused" in line:
                self.asked[line["key"]].refused = line["refused"]
            elif "unknown" in line:
                self.asked[line["key"]].unknown.append(line["unknown"])
            else:
                self.wrong.append(line["wrong"])


def _intent(read: dict[str, Any]) -> Intent:
    for name in ("stream", "mark", "other"):
        if name in read:
            read[name] = UUID(read[name])
    if "due_on" in read:
        read["due_on"] = date.fromisoformat(read["due_on"])
    return Intent(**read)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    for line in path.read_bytes().splitlines(keepends=True):
        if line.endswith(b"\n"):
            yield orjson.loads(line)
