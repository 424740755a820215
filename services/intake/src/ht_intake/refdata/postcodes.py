"""The postcode directory (ONSPD, NSPL): the area, ward and local authority of a postcode."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ht_intake.postcode import NotAPostcode, as_postcode
from ht_intake.refdata.loading import (
    Loaded,
    Progress,
    WrongFile,
    as_owner,
    checksum,
    copy_rows,
    find_column,
    header_and_rows,
    loaded_before,
    note_load,
    quiet,
)

KIND = "postcodes"
_COLUMNS = ("postcode", "lsoa21", "ward", "local_authority", "lsoa11", "lsoa01")
_NEEDED = (
    (r"pcds$", "the postcode (pcds)"),
    (r"lsoa21(cd)?$", "the LSOA of 2021 (lsoa21, lsoa21cd)"),
    (r"(osward|wd\d\dcd)$", "the ward (osward, wd25cd)"),
    (r"(oslaua|lad\d\dcd)$", "the local authority (oslaua, lad25cd)"),
)
_ALSO = (r"lsoa11(cd)?$", r"lsoa01(cd)?$")  # `imd` is an old rank: it is not looked at


def read_postcodes(path: Path) -> Iterator[tuple[str | None, ...]]:
    """Find the columns of a postcode directory; its rows are streamed."""
    header, rows = header_and_rows(path)
    columns = [find_column(header, form, what=what) for form, what in _NEEDED]
    return _places(rows, [*columns, *(_column_if_any(header, form) for form in _ALSO)])


def _column_if_any(header: Sequence[str], form: str) -> int | None:
    found = [
        number
        for number, title in enumerate(header)
        if re.match(form, title, re.IGNORECASE | re.ASCII)
    ]
    return found[0] if found else None


def _places(
    rows: Iterator[list[str]], columns: Sequence[int | None]
) -> Iterator[tuple[str | None, ...]]:
    longest = max(column for column in columns if column is not None)
    for line, row in enumerate(rows, start=2):
        if not row:
            continue
        if len(row) <= longest:
            raise WrongFile(f"row {line} is cut short")
        typed, *codes = [None if column is None else row[column].strip() for column in columns]
        try:
            postcode = as_postcode(typed or "")
        except NotAPostcode:
            raise WrongFile(f"row {line} has no postcode") from None
        yield postcode, *(code or None for code in codes)


async def load_postcodes(
    url: str, path: Path, progress: Progress = quiet, *, version: str | None = None
) -> Loaded:
    """Load a postcode directory; `version` is noted with clients. What it lacks stays."""
    name = version or path.stem
    sha256 = checksum(path)
    places = read_postcodes(path)
    async with as_owner(url) as connection:
        if before := await loaded_before(connection, KIND, name, sha256):
            return before
        await connection.execute(
            "CREATE TEMPORARY TABLE arriving (postcode text, lsoa21 text, ward text,"
            " local_authority text, lsoa11 text, lsoa01 text) ON COMMIT DROP"
        )
        rows = await copy_rows(connection, "arriving", _COLUMNS, places, progress)
        await connection.execute(
            "INSERT INTO postcode AS known"
            " (postcode, lsoa21, ward, local_authority, lsoa11, lsoa01, lookup_version)"
            " SELECT DISTINCT ON (postcode)"
            " postcode, lsoa21, ward, local_authority, lsoa11, lsoa01, $1 FROM arriving"
            " ON CONFLICT (postcode) DO UPDATE SET lsoa21 = excluded.lsoa21,"
            " ward = excluded.ward, local_authority = excluded.local_authority,"
            " lsoa11 = coalesce(excluded.lsoa11, known.lsoa11),"
            " lsoa01 = coalesce(excluded.lsoa01, known.lsoa01),"
            " lookup_version = excluded.lookup_version",
            name,
        )
        loaded = Loaded(name=name, rows=rows, sha256=sha256)
        await note_load(connection, KIND, loaded)
        return loaded
