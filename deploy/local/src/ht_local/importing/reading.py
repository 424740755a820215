"""Rows of an extract as they stand there, each with the number by which it is found again."""

import csv
import difflib
import hashlib
import io
from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path

from ht_local.importing.mapping import Mapping
from ht_local.trouble import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `number` is its place in the file, where the titles are the first."""

    number: int
    cells: Map[str, str]
    short: bool = False

    def __getitem__(self, title: str) -> str:
        """Give a cell without the blanks around it."""
        return self.cells.get(title, "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A whole file: its titles, its rows, and what it is known again by."""

    path: Path
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    fingerprint: str


def read_extract(path: Path, mapping: Mapping) -> Extract:
    """Read a file as its mapping says, or say why it is not that file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from None
    rows = list(csv.reader(io.StringIO(_text(path, raw, mapping), newline=""),
                           delimiter=mapping.file.separator))  # fmt: skip
    if not rows:
        raise Trouble(f"{path} is empty.")
    titles = tuple(title.strip() for title in rows[0])
    _require(path, titles, mapping)
    said = mapping.model_dump_json().encode()
    return Extract(
        path=path,
        titles=titles,
        rows=tuple(
            Row(
                number=number,
                cells=dict(zip(titles, cells, strict=False)),
                short=len(cells) != len(titles),
            )
            for number, cells in enumerate(rows[1:], start=2)
            if cells
        ),
        fingerprint=hashlib.sha256(said + b"\0" + raw).hexdigest(),
    )


def _text(path: Path, raw: bytes, mapping: Mapping) -> str:
    encoding = mapping.file.encoding
    try:
        return raw.decode(encoding)
    except LookupError:
        raise Trouble(f"The mapping's file.encoding {encoding!r} is not known.") from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Trouble(
            f"{path}:{line}: a character is not written in {encoding}. Windows programs often"
            " write windows-1252, newer ones utf-8 or utf-8-sig."
        ) from None


def _require(path: Path, titles: tuple[str, ...], mapping: Mapping) -> None:
    if len(titles) == 1 and len(set(";,\t|") & set(titles[0])) > 0:
        raise Trouble(
            f"{path} has one column when it is split at {mapping.file.separator!r}:"
            " look at the mapping's file.separator."
        )
    missing = [
        f"{where} names the column {title!r}, which {path.name} does not have"
        f"{_like(title, titles)}"
        for title, where in mapping.titles()
        if title not in titles
    ]
    twice = sorted({title for title in titles if titles.count(title) > 1 and title})
    missing += [f"{path.name} has the column {title!r} twice" for title in twice]
    if missing:
        raise Trouble("\n".join(dict.fromkeys(missing)))


def _like(title: str, titles: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(title, titles, n=1)
    return f" (it has {close[0]!r})" if close else ""
