"""The official files get into the tables whole or not at all, and every client keeps theirs."""

from pathlib import Path

import asyncpg
import pytest

from ht_intake.__main__ import main
from ht_intake.refdata import WrongFile, load_imd, load_postcodes
from ht_intake.refdata.deprivation import read_imd
from ht_intake.refdata.postcodes import read_postcodes
from ht_intake.refdata.sample import DEPRIVATION, POSTCODES, institutions
from ht_intake.settings import Settings
from ht_local.pytest_engines import Database

from .conftest import Intake
from .test_reading_reference_files import official
from .world import ROSE

pytestmark = pytest.mark.engines

TITLE = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)"
FOUR_AREAS = {"E01004740": 1, "E01006887": 2, "E01024012": 3, "E01006582": 4}


def an_imd(folder: Path, *rows: str, areas: int = 2021) -> Path:
    file = folder / f"imd_{areas}.csv"
    file.write_text("\n".join([f"LSOA code ({areas}),{TITLE}", *rows, ""]))
    return file


def a_directory(folder: Path, *rows: str, name: str = "ONSPD_MAY_2026") -> Path:
    file = folder / f"{name}.csv"
    header = "pcds,lsoa01cd,lsoa11cd,lsoa21cd,wd25cd,lad25cd,imd"
    file.write_text("\n".join([header, *rows, ""]))
    return file


async def rows_of(database: Database, select: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(database.url("reader"))
    try:
        return [tuple(row) for row in await connection.fetch(select)]
    finally:
        await connection.close()


async def test_the_sample_is_in_every_new_database(database: Database) -> None:
    areas = await rows_of(
        database, "SELECT lsoa, decile FROM deprivation_area WHERE edition = 'sample'"
    )
    places = await rows_of(
        database, "SELECT postcode, lsoa21, ward, local_authority FROM postcode"
    )
    closed = await rows_of(database, "SELECT postcode FROM postcode WHERE institution")

    assert sorted(areas) == sorted(read_imd(DEPRIVATION).rows)
    assert sorted(map(str, places)) == sorted(str(row[:4]) for row in read_postcodes(POSTCODES))
    assert {postcode for (postcode,) in closed} == institutions()


async def test_a_file_is_loaded_once_and_noted_with_its_checksum(
    database: Database, tmp_path: Path
) -> None:
    file = an_imd(tmp_path, "E01999101,3", "E01999102,10")
    seen: list[int] = []

    first = await load_imd(database.admin_url, file, seen.append)
    again = await load_imd(database.admin_url, file)
    noted = await rows_of(database, "SELECT kind, name, sha256, rows FROM refdata_load")

    assert (first.name, first.rows, first.before) == ("IoD2025", 2, False)
    assert (again.rows, again.before) == (2, True)
    assert seen == [2]
    assert noted == [("deprivation", "IoD2025", first.sha256, 2)]


async def test_a_corrected_file_takes_the_place_of_the_first(
    database: Database, tmp_path: Path
) -> None:
    await load_imd(database.admin_url, an_imd(tmp_path, "E01999101,3", "E01999102,10"))
    await load_imd(database.admin_url, an_imd(tmp_path, "E01999101,4"))

    assert await rows_of(
        database, "SELECT lsoa, decile FROM deprivation_area WHERE edition = 'IoD2025'"
    ) == [("E01999101", 4)]


async def test_a_file_with_one_wrong_row_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    await load_imd(database.admin_url, an_imd(tmp_path, "E01999101,3"))

    with pytest.raises(WrongFile, match="row 3"):
        await load_imd(database.admin_url, an_imd(tmp_path, "E01999101,4", "E01999102,0"))

    assert await rows_of(
        database, "SELECT lsoa, decile FROM deprivation_area WHERE edition = 'IoD2025'"
    ) == [("E01999101", 3)]


def test_the_command_says_what_it_loaded_and_what_is_wrong(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HT_INTAKE_MIGRATE_URL", database.admin_url)
    file = str(an_imd(tmp_path, "E01999101,3", "E01999102,10"))
    wrong = str(an_imd(tmp_path, "E01999101,0", areas=2011))

    codes = [main(["load-imd", path]) for path in (file, file, wrong, f"{file}.gone")]
    said = capsys.readouterr()

    assert codes == [0, 0, 1, 1]
    assert "IoD2025 is loaded: 2 rows" in said.out
    assert "IoD2025 was loaded already: 2 rows" in said.out
    assert "Nothing was loaded: row 2 has no decile from 1 to 10" in said.err
    assert "cannot be read: No such file or directory" in said.err


async def test_a_directory_adds_to_what_is_known(database: Database, tmp_path: Path) -> None:
    old = a_directory(tmp_path, "XX50 5AA,E01999201,E01999202,E01999101,E05,E06,17", name="old")
    new = a_directory(tmp_path, "XX50 5AA,,,E01999102,E05999901,E06999901,17", name="new")

    await load_postcodes(database.admin_url, old)
    loaded = await load_postcodes(database.admin_url, new)
    again = await load_postcodes(database.admin_url, new)

    assert (loaded.name, loaded.rows, again.before) == ("new", 1, True)
    assert await rows_of(
        database,
        "SELECT lsoa01, lsoa11, lsoa21, ward, lookup_version FROM postcode"
        " WHERE postcode = 'XX50 5AA'",
    ) == [("E01999201", "E01999202", "E01999102", "E05999901", "new")]


async def test_every_client_keeps_the_edition_they_were_resolved_with(
    intake: Intake, tmp_path: Path
) -> None:
    url = intake.database.admin_url
    await load_postcodes(
        url, a_directory(tmp_path, "XX50 5AA,E01999201,E01999202,E01999101,E05,E06,1")
    )
    await load_imd(url, an_imd(tmp_path, "E01999201,10", areas=2001))
    await load_imd(url, an_imd(tmp_path, "E01999101,3", areas=2021))

    found = []
    for edition in ("sample", "IoD2010", "IoD2025"):
        intake.app.state.settings = Settings.model_construct(deprivation_edition=edition)
        found.append(await intake.rose(postcode="XX50 5AA"))
    shown = [(await intake.get(f"/clients/{rose}", by="ada")).json() for rose in found]

    assert [
        (each["deprivation_edition"], each["decile"], each["quintile"], each["unresolved"])
        for each in shown
    ] == [
        (None, None, None, "not_in_lookup"),
        ("IoD2010", 10, 5, None),
        ("IoD2025", 3, 2, None),
    ]
    assert {each["lookup_version"] for each in shown} == {"ONSPD_MAY_2026"}


async def test_an_edition_that_is_not_loaded_is_told_at_once(intake: Intake) -> None:
    intake.app.state.settings = Settings.model_construct(deprivation_edition="IoD2019")

    answer = await intake.post("/clients", ROSE, by="ada")

    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:ht:problem:reference-data-missing"


async def test_in_four_areas_of_2010_the_published_decile_and_not_the_rank_decides(
    intake: Intake, tmp_path: Path
) -> None:
    url = intake.database.admin_url
    loaded = await load_imd(url, official("imd2010_lsoa2001.csv"))
    newest = await load_imd(url, official("imd2025_lsoa2021.csv"))
    places = {f"XX50 5A{letter}": area for letter, area in zip("ABDE", FOUR_AREAS, strict=True)}
    rows = [f"{postcode},{area},,{area},E05,E06,1" for postcode, area in places.items()]
    await load_postcodes(url, a_directory(tmp_path, *rows))
    intake.app.state.settings = Settings.model_construct(deprivation_edition="IoD2010")

    quintiles = {}
    for postcode, area in places.items():
        rose = await intake.rose(postcode=postcode)
        quintiles[area] = (await intake.get(f"/clients/{rose}", by="ada")).json()["quintile"]

    assert (loaded.rows, newest.rows) == (32_482, 33_755)
    assert quintiles == FOUR_AREAS
