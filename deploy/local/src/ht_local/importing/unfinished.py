"""Commits that were begun and have not ended: where their files are, so that they go on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ht_local.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A commit under way: its files, and what they were when it began."""

    file: Path
    mapping: Path
    persona: str
    fingerprint: str


def note(place: Place, commit: Unfinished) -> Path:
    """Note that a commit begins."""
    folder = place.data / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{commit.fingerprint[:16]}.json"
    told = {
        "file": str(commit.file.resolve()),
        "mapping": str(commit.mapping.resolve()),
        "persona": commit.persona,
        "fingerprint": commit.fingerprint,
    }
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def unfinished(place: Place) -> Iterator[Unfinished]:
    """Give the commits that have not ended."""
    for path in sorted((place.data / "imports").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        yield Unfinished(
            file=Path(told["file"]),
            mapping=Path(told["mapping"]),
            persona=told["persona"],
            fingerprint=told["fingerprint"],
        )
