"""The English Indices of Deprivation: the published decile of each area, by edition."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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

KIND = "deprivation"
AREAS_OF_EDITION: Mapping[str, int] = {"IoD2010": 2001, "IoD2019": 2011, "IoD2025": 2021}
_EDITION_OF_AREAS = {areas: edition for edition, areas in AREAS_OF_EDITION.items()}
_LSOA_TITLE = r"LSOA code\b"
_DECILE_TITLE = r"Index of Multiple Deprivation \(IMD\) Decile\b"
_YEAR = re.compile(r"\((2001|2011|2021)\)")
_LSOA = re.compile(r"E01[0-9]{6}")
_DECILES = {str(decile): decile for decile in range(1, 11)}


@dataclass(frozen=True, slots=True)
class DeprivationFile:
    """A published file whose columns are found: areas with their deciles."""

    edition: str
    areas: int
    rows: Iterator[tuple[str, int]]


def read_imd(path: Path, *, edition: str | None = None) -> DeprivationFile:
    """Find the edition and the columns of a published file; its rows are streamed.

    The year of the areas' boundaries in the header says which edition it is. A copy that left
    the year out needs to be told.
    """
    header, rows = header_and_rows(path)
    lsoa = find_column(header, _LSOA_TITLE, what="the LSOA code")
    decile = find_column(header, _DECILE_TITLE, what="the decile of multiple deprivation")
    edition = _edition(header[lsoa], edition)
    return DeprivationFile(edition, AREAS_OF_EDITION[edition], _areas(rows, lsoa, decile))


def _edition(title: str, told: str | None) -> str:
    if told is not None and told not in AREAS_OF_EDITION:
        known = ", ".join(AREAS_OF_EDITION)
        raise WrongFile(f"there is no edition {told}: known are {known}")
    year = _YEAR.search(title)
    if year is None:
        if told is None:
            raise WrongFile("the header does not say of which year the areas are: say which")
        return told
    found = _EDITION_OF_AREAS[int(year[1])]
    if told not in (None, found):
        raise WrongFile(f"the header says {found}, not {told}")
    return found


def _areas(rows: Iterator[list[str]], lsoa: int, decile: int) -> Iterator[tuple[str, int]]:
    for line, row in enumerate(rows, start=2):
        if not row:
            continue
        if len(row) <= max(lsoa, decile):
            raise WrongFile(f"row {line} is cut short")
        area, published = row[lsoa].strip(), _DECILES.get(row[decile].strip())
        if not _LSOA.fullmatch(area):
            raise WrongFile(f"row {line} has no English LSOA code")
        if published is None:
            raise WrongFile(f"row {line} has no decile from 1 to 10")
        yield area, published


async def load_imd(
    url: str, path: Path, progress: Progress = quiet, *, edition: str | None = None
) -> Loaded:
    """Load a published file of deciles, in place of what its edition had before."""
    sha256 = checksum(path)
    file = read_imd(path, edition=edition)
    async with as_owner(url) as connection:
        if before := await loaded_before(connection, KIND, file.edition, sha256):
            return before
        await connection.execute(
            "INSERT INTO deprivation_edition (edition, areas_of) VALUES ($1, $2)"
            " ON CONFLICT DO NOTHING",
            file.edition,
            file.areas,
        )
        await connection.execute(
            "DELETE FROM deprivation_area WHERE edition = $1", file.edition
        )
        rows = await copy_rows(
            connection,
            "deprivation_area",
            ["edition", "lsoa", "decile"],
            ((file.edition, area, decile) for area, decile in file.rows),
            progress,
        )
        loaded = Loaded(name=file.edition, rows=rows, sha256=sha256)
        await note_load(connection, KIND, loaded)
        return loaded
