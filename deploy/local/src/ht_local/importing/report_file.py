"""What a manager reads about an import, and the rows that wait for somebody's correction."""

import csv
from collections.abc import Mapping as Map
from collections.abc import Sequence
from pathlib import Path

from ht_local.importing.cells import WHY
from ht_local.importing.mapping import Mapping
from ht_local.importing.people import Held
from ht_local.importing.sorting import Sorted

_CLASSES: Map[str, str] = {
    "new": "new: would be taken in",
    "taken": "taken in, now or before",
    "known": "known here already: left as they are",
    "older": "known here, and we know something later: left as they are",
    "duplicate_in_file": "the same person once more in this file: not counted twice",
    "held": "held: waiting for a correction",
}
_ROW, _BECAUSE = "Row in the extract", "Held because"


def summary(title: str, classes: Map[str, int], found: Sorted, held: Sequence[Held]) -> str:
    """Say in plain words what becomes of each row. Nobody is named in it, only rows are."""
    lines = [
        title,
        "=" * len(title),
        "",
        f"File: {found.extract.path.name}, {len(found.extract.rows):,} rows below the titles.",
        "",
        *(f"{count:>8,}  {_CLASSES.get(name, name)}" for name, count in classes.items()),
        "",
    ]
    if held:
        lines += ["Held, and why", "-------------", ""]
        for reason in dict.fromkeys(each.reason for each in held):
            theirs = [each for each in held if each.reason == reason]
            columns = sorted({each.reasons[0][1] for each in theirs} - {""})
            where = f" Column: {', '.join(columns)}." if columns else ""
            lines.append(f"{len(theirs):>8,}  {WHY[reason]}{where}")
            lines.append(f"          Rows: {_rows(theirs)}")
            lines += [
                f"          Row {each.row.number}: {each.words}"
                for each in theirs
                if each.words
            ]
        lines.append("")
    if found.duplicates:
        lines += ["Duplicates", "----------", ""]
        lines += [
            f"          Row {each.row.number} is the person of row {each.of.number}."
            for each in found.duplicates
        ]
        lines.append("")
    return "\n".join(lines)


def _rows(held: Sequence[Held]) -> str:
    return ", ".join(str(each.row.number) for each in held)


def write_held(path: Path, held: Sequence[Held], found: Sorted, mapping: Mapping) -> int:
    """Write the rows that can be corrected, as the extract writes them, with the reason.

    The file can be taken in like the extract itself: the two columns in front are not read.
    """
    worth = [each for each in held if each.reason != "repeated_header"]
    titles = [title for title in found.extract.titles if title not in {_ROW, _BECAUSE}]
    with path.open("w", encoding=mapping.file.encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=mapping.file.separator)
        writer.writerow([_ROW, _BECAUSE, *titles])
        for each in worth:
            because = " ".join(f"{WHY[reason]} ({column})" if column else WHY[reason]
                               for reason, column in each.reasons)  # fmt: skip
            cells = [each.row.cells.get(title, "") for title in titles]
            writer.writerow([each.row.number, f"{because} {each.words}".strip(), *cells])
    return len(worth)
