"""The published decile decides an area's quintile, and a file that is not right says so."""

from math import ceil
from pathlib import Path

import pytest

from ht_intake.domain.client.area import quintile_of
from ht_intake.postcode import NotAPostcode, as_postcode
from ht_intake.refdata.deprivation import read_imd
from ht_intake.refdata.loading import WrongFile, header_and_rows
from ht_intake.refdata.postcodes import read_postcodes
from ht_intake.refdata.sample import (
    DEPRIVATION,
    IN_AN_INSTITUTION,
    NOT_IN_LOOKUP,
    OUTSIDE_ENGLAND,
    POSTCODES,
    institutions,
    postcodes_by_decile,
    postcodes_of,
)

OFFICIAL = Path(__file__).parents[4] / "shared" / "data"
OFFICIAL_2010 = OFFICIAL / "imd2010_lsoa2001.csv"
EDITIONS = [
    ("imd2010_lsoa2001.csv", "IoD2010", 32_482),
    ("imd2019_lsoa2011.csv", "IoD2019", 32_844),
    ("imd2025_lsoa2021.csv", "IoD2025", 33_755),
]
NEW_HEADER = (
    "pcd7,pcds,dointr,doterm,wd25cd,lad25cd,lsoa11cd,lsoa21cd,icb26cd,ctry25cd\n"
    "XX1 1AA,XX1 1AA,202001,,E05999001,E06999001,E01999011,E01999001,E54999001,E92000001\n"
)
OLD_HEADER = (
    "pcd,pcd2,PCDS,dointr,doterm,OSLAUA,OSWARD,lsoa11,imd,icb,oa21,LSOA21,msoa21\n"
    "XX1 1AA,XX1  1AA,XX1 1AA,202001,,E06999001,E05999001,E01999011,17,E54,E00,E01999001,E02\n"
)


def a_file(folder: Path, text: str) -> Path:
    file = folder / "published.csv"
    file.write_text(text, encoding="utf-8-sig")
    return file


def official(name: str) -> Path:
    file = OFFICIAL / name
    if not file.exists():
        pytest.skip(f"the official file {name} is not at hand: it is not the project's to ship")
    return file


@pytest.mark.parametrize(
    ("lsoa", "decile", "edition"),
    [
        (
            "LSOA code (2021)",
            "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)",
            "IoD2025",
        ),
        (
            '"LSOA code\n (2011)"',
            '"Index of Multiple Deprivation (IMD)\nDecile (where 1 is most deprived)"',
            "IoD2019",
        ),
        ("lsoa code (2001)", "Index of Multiple  Deprivation (IMD) decile", "IoD2010"),
    ],
)
def test_each_edition_is_known_by_the_year_of_its_areas(
    tmp_path: Path, lsoa: str, decile: str, edition: str
) -> None:
    file = a_file(tmp_path, f"{lsoa},Income Decile,{decile}\nE01999001,9,3\n")

    read = read_imd(file)

    assert read.edition == edition
    assert list(read.rows) == [("E01999001", 3)]


def test_a_copy_that_left_the_year_out_has_to_be_told(tmp_path: Path) -> None:
    decile = "Index of Multiple Deprivation (IMD) Decile"
    file = a_file(tmp_path, f"LSOA code,{decile}\nE01999001,3\n")

    with pytest.raises(WrongFile, match="say which"):
        read_imd(file)
    assert read_imd(file, edition="IoD2019").edition == "IoD2019"


def test_a_header_is_believed_before_what_was_told(tmp_path: Path) -> None:
    decile = "Index of Multiple Deprivation (IMD) Decile"
    file = a_file(tmp_path, f"LSOA code (2011),{decile}\nE01999001,3\n")

    with pytest.raises(WrongFile, match="says IoD2019, not IoD2025"):
        read_imd(file, edition="IoD2025")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty"),
        ("a\0b,c\n", "not a file of comma-separated values|no column"),
        ("LSOA code (2021),Rank\n", "no column with the decile"),
        ("Postcode,Decile\n", "no column with the LSOA code"),
        ("LSOA code (2021),LSOA code (2011)\n", "several columns with the LSOA code"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(WrongFile, match=complaint):
        read_imd(a_file(tmp_path, text))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("E01999001,11", "row 3 has no decile"),
        ("E01999001,", "row 3 has no decile"),
        ("W01999001,3", "row 3 has no English LSOA"),
        ("E01999001", "row 3 is cut short"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    header = "LSOA code (2021),Index of Multiple Deprivation (IMD) Decile"
    file = a_file(tmp_path, f"{header}\nE01999002,4\n{row}\n")

    with pytest.raises(WrongFile, match=complaint):
        list(read_imd(file).rows)


@pytest.mark.parametrize("text", [NEW_HEADER, OLD_HEADER], ids=["since 2025", "before"])
def test_both_generations_of_the_postcode_directory_are_read(tmp_path: Path, text: str) -> None:
    assert list(read_postcodes(a_file(tmp_path, text))) == [
        ("XX1 1AA", "E01999001", "E05999001", "E06999001", "E01999011", None)
    ]


def test_an_old_rank_in_the_postcode_directory_is_never_taken(tmp_path: Path) -> None:
    (place,) = read_postcodes(a_file(tmp_path, OLD_HEADER))

    assert "17" not in place


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("pcd,lsoa21\n", "no column with the postcode"),
        ("pcds,lsoa11,osward,oslaua\n", "no column with the LSOA of 2021"),
        ("pcds,lsoa21,wd24cd,wd25cd,oslaua\n", "several columns with the ward"),
    ],
)
def test_a_directory_without_its_columns_is_refused_in_words(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(WrongFile, match=complaint):
        read_postcodes(a_file(tmp_path, text))


@pytest.mark.parametrize(
    ("row", "complaint"), [("nowhere,a,b,c", "no postcode"), ("XX1 1AA", "cut short")]
)
def test_a_place_that_cannot_be_read_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    file = a_file(tmp_path, f"pcds,lsoa21cd,wd25cd,lad25cd\n{row}\n")

    with pytest.raises(WrongFile, match=f"row 2.*{complaint}"):
        list(read_postcodes(file))


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("LS177DF", "LS17 7DF"),
        ("ls17 7df", "LS17 7DF"),
        (" m1  1ae ", "M1 1AE"),
        ("zz993vz", "ZZ99 3VZ"),
        ("EC1A1BB", "EC1A 1BB"),
    ],
)
def test_a_postcode_is_kept_in_one_form(typed: str, postcode: str) -> None:
    assert as_postcode(typed) == postcode


@pytest.mark.parametrize("typed", ["", "LS17", "1LS 7DF", "LS17 7D", "LS17-7DF", "ÄS17 7DF"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(NotAPostcode):
        as_postcode(typed)


@pytest.mark.parametrize(("name", "edition", "areas"), EDITIONS)
def test_the_published_decile_decides_every_area(name: str, edition: str, areas: int) -> None:
    file = read_imd(official(name))
    deciles = dict(file.rows)

    assert (file.edition, len(deciles)) == (edition, areas)
    assert set(map(quintile_of, deciles.values())) == {1, 2, 3, 4, 5}


def test_in_four_areas_of_2010_the_rank_would_say_otherwise() -> None:
    deciles = dict(read_imd(official(OFFICIAL_2010.name)).rows)
    _, rows = header_and_rows(OFFICIAL_2010)
    by_rank = {row[0]: ceil(5 * int(row[1]) / len(deciles)) for row in rows}

    otherwise = {
        area: (quintile_of(decile), by_rank[area])
        for area, decile in deciles.items()
        if quintile_of(decile) != by_rank[area]
    }

    assert otherwise == {
        "E01004740": (1, 2),
        "E01006887": (2, 3),
        "E01024012": (3, 4),
        "E01006582": (4, 5),
    }


def test_the_sample_has_postcodes_of_every_decile() -> None:
    assert list(postcodes_by_decile()) == list(range(1, 11))
    assert all(len(postcodes_of(decile)) == 6 for decile in range(1, 11))


def test_the_sample_is_invented_for_all_to_see() -> None:
    places = list(read_postcodes(POSTCODES))

    assert all(place[0] and place[0].startswith("XX") for place in places)
    assert all(place[1] and place[1][1:].startswith("01999") for place in places)
    assert all(area.startswith("E01999") for area, _ in read_imd(DEPRIVATION).rows)


def test_the_sample_has_what_does_not_resolve() -> None:
    known = {place[0] for place in read_postcodes(POSTCODES)}

    assert institutions() == {IN_AN_INSTITUTION}
    assert OUTSIDE_ENGLAND in known
    assert known.isdisjoint(NOT_IN_LOOKUP)
    assert all(as_postcode(postcode) == postcode for postcode in NOT_IN_LOOKUP)
