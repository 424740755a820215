"""An extract is read as its mapping says; what cannot be true waits, with the reason.

"A blank is never a value"; a person counts once, however often the file names them.
"""

from pathlib import Path

import pytest

from ht_local.importing.mapping import load_mapping
from ht_local.importing.reading import read_extract
from ht_local.importing.report_file import summary, write_held
from ht_local.importing.sorting import sort_rows
from ht_local.importing.suggesting import suggest
from ht_local.trouble import Trouble

from .old_system import (
    MAPPING,
    NEVER_SUPPORTED,
    TODAY,
    ZOE,
    an_extract,
    sorting,
    the_mapping,
    written,
)

SHIPPED = Path(__file__).parents[1] / "src/ht_local/importing/mappings"


def test_a_row_becomes_a_person_with_case_plan_and_signposts(tmp_path: Path) -> None:
    (zoe,) = sorting(tmp_path, ZOE).people

    assert (zoe.programme, zoe.nhs_number) == ("north-health-trainers", "9990000018")
    assert zoe.last_on.isoformat() == "2011-06-14"
    told = {name: zoe.client[name] for name in ("name", "source", "registered_at", "area")}
    assert told == {
        "name": "Zoë Invented",
        "source": "gp_practice",
        "registered_at": "2011-01-05T12:00:00Z",
        "area": {"edition": "sample", "lsoa": "E01999001"},
    }
    pre, post = zoe.case["conversations"]
    assert pre["bmi"] == {"height_cm": "200.00", "weight_kg": "120"}
    assert (post["phase"], post["taken_at"]) == ("post", "2011-03-12T12:00:00Z")
    assert (post["bmi"]["weight_kg"], post["totals"][0]["number"]) == ("116.5", "16")
    assert zoe.case["note"] == "line one\nline two"
    assert zoe.case["plan"] == {
        "primary_issue": "diet",
        "agreed_at": "2011-01-12T12:00:00Z",
        "result": "achieved",
        "ended_early": None,
        "ended_at": "2011-03-12T12:00:00Z",
        "checks": [{"months": 3, "result": "maintained", "checked_at": "2011-06-14T12:00:00Z"}],
    }
    assert zoe.signposts == {
        "destinations": ["stop_smoking", "gp_or_nurse"],
        "signposted_at": "2011-01-10T12:00:00Z",
    }


def test_somebody_without_a_plan_brings_none(tmp_path: Path) -> None:
    (zoe,) = sorting(tmp_path, {**ZOE, **NEVER_SUPPORTED, "Signposted to": ""}).people

    assert (zoe.case["plan"], zoe.signposts) == (None, None)


def test_a_plan_that_ended_early_has_no_result(tmp_path: Path) -> None:
    left = {**ZOE, "PHP outcome": "Left", "Check date": "", "Check result": ""}

    (zoe,) = sorting(tmp_path, left).people

    assert (zoe.case["plan"]["result"], zoe.case["plan"]["ended_early"]) == (
        None,
        "clients_wish",
    )


@pytest.mark.parametrize(
    ("changed", "reason", "column"),
    [
        ({"Referral source": ""}, "missing_source", "Referral source"),
        ({"NHS No": "9990000019"}, "bad_nhs_number", "NHS No"),
        ({"Referral date": "31/02/2011"}, "impossible_date", "Referral date"),
        ({"Referral date": "tomorrow"}, "impossible_date", "Referral date"),
        ({"Check date": "14/06/2031"}, "impossible_date", "Check date"),
        ({"Assessment date": "01/01/2011"}, "out_of_order", "Assessment date"),
        ({"PHP outcome date": "11/01/2011"}, "out_of_order", "PHP outcome date"),
        ({"PHP outcome date": ""}, "incomplete_plan", "PHP outcome date"),
        ({"PHP agreed": ""}, "incomplete_plan", "PHP agreed"),
        ({"PHP outcome": "Left"}, "check_without_change", "Check result"),
        ({"Gender": "Lady"}, "unknown_code", "Gender"),
        ({"Gender": ""}, "unknown_code", "Gender"),
        ({"Signposted to": "Circus"}, "unknown_code", "Signposted to"),
        ({"Service": "East"}, "no_such_programme", "Service"),
        ({"Weight pre": "heavy"}, "not_a_number", "Weight pre"),
        ({"Weight pre": "NaN"}, "not_a_number", "Weight pre"),
        ({"Weight pre": "2"}, "not_plausible", "Weight pre"),
        ({"WHO5 post": "26"}, "not_plausible", "WHO5 post"),
        ({"Telephone": "ask her sister"}, "bad_telephone", "Telephone"),
        ({"LSOA": "somewhere"}, "bad_area", "LSOA"),
        ({"Client ID": ""}, "missing_reference", "Client ID"),
        ({"Notes": "x" * 4001}, "too_long", "Notes"),
    ],
)
def test_a_row_that_cannot_be_true_is_held_with_its_reason_and_column(
    tmp_path: Path, changed: dict[str, str], reason: str, column: str
) -> None:
    found = sorting(tmp_path, {**ZOE, **changed})

    assert found.people == ()
    (held,) = found.held
    assert (reason, column) in held.reasons


def test_titles_in_the_middle_of_the_file_are_no_person(tmp_path: Path) -> None:
    found = sorting(tmp_path, ZOE, {title: title for title in ZOE})

    assert (len(found.people), found.held_by_reason) == (1, {"repeated_header": 1})


def test_the_same_person_once_more_is_not_counted_twice(tmp_path: Path) -> None:
    twin = {**ZOE, "Client ID": "A1X", "Forename": "Zo"}
    nameless = {**ZOE, "NHS No": "", "Client ID": "B2"}

    found = sorting(tmp_path, ZOE, twin, nameless, {**nameless, "Client ID": "B3"})

    assert [person.reference for person in found.people] == ["A1", "B2"]
    assert [(each.row.number, each.of.number) for each in found.duplicates] == [(3, 2), (5, 4)]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"Client ID": "A2", "DOB": "02/06/1970"}, "same_nhs_number"),
        ({"NHS No": "", "Ethnicity": ""}, "same_reference"),
    ],
)
def test_two_who_share_what_one_person_has_wait_for_somebody_to_decide(
    tmp_path: Path, changed: dict[str, str], reason: str
) -> None:
    found = sorting(tmp_path, ZOE, {**ZOE, **changed})

    assert (len(found.people), found.held_by_reason) == (1, {reason: 1})


def test_held_rows_are_written_to_be_corrected_and_read_again(tmp_path: Path) -> None:
    wrong, again = {**ZOE, "Referral source": ""}, tmp_path / "again"
    found = sorting(tmp_path, wrong)
    again.mkdir()
    file, mapping = again / "held.csv", the_mapping(tmp_path)

    assert write_held(file, found.held, found, mapping) == 1
    text = file.read_text(encoding="cp1252")
    assert "It is not said who referred the person. (Referral source)" in text
    file.write_text(text.replace(";07700 900123;;", ";07700 900123;Self;"), encoding="cp1252")
    (zoe,) = sort_rows(read_extract(file, mapping), mapping, TODAY).people
    assert (zoe.client["source"], zoe.client["name"]) == ("self", "Zoë Invented")


def test_the_report_names_rows_and_nobody(tmp_path: Path) -> None:
    found = sorting(tmp_path, ZOE, {**ZOE, "Client ID": "A9"}, {**ZOE, "Referral source": ""})

    text = summary("Preview", {"new": 1, "held": 1}, found, found.held)

    assert "1  held: waiting for a correction" in text
    assert "Rows: 4" in text
    assert "Row 3 is the person of row 2." in text
    assert [said for said in ("Zoë", "Invented", "999", "07700") if said in text] == []


@pytest.mark.parametrize(
    ("instead", "of", "told"),
    [
        ('{Female: "3"}', '{Female: "2", Male: "1"}', "yaml:10: person.gender.codes.Female"),
        ("surname: Surname", "telephone: Telephone", "yaml:13: person.surname: Extra inputs"),
        ("edition: CHOOSE", "edition: sample", "yaml:14: area.edition"),
        ("opened: [", "opened: Assessment date", "yaml:18"),
        ("lsoa: LSOA, postcode: P", "lsoa: LSOA", "yaml:14: area: "),
    ],
)
def test_a_wrong_mapping_says_in_which_line(
    tmp_path: Path, instead: str, of: str, told: str
) -> None:
    assert of in MAPPING

    with pytest.raises(Trouble) as trouble:
        the_mapping(tmp_path, MAPPING.replace(of, instead))

    assert told in str(trouble.value)


@pytest.mark.parametrize(
    ("instead", "of", "told"),
    [
        ("Telefone", "Telephone\n", "person.telephone names the column 'Telefone'"),
        ('separator: ","', 'separator: ";"', "look at the mapping's file.separator"),
        ("encoding: utf-8", "encoding: windows-1252", "old_system.csv:2: a character is not"),
        ("encoding: klingon", "encoding: windows-1252", "'klingon' is not known"),
    ],
)
def test_a_mapping_of_another_file_says_what_does_not_fit(
    tmp_path: Path, instead: str, of: str, told: str
) -> None:
    mapping = the_mapping(tmp_path, MAPPING.replace(of, instead + "\n" * of.count("\n")))

    with pytest.raises(Trouble) as trouble:
        read_extract(written(tmp_path, ZOE), mapping)

    assert told in str(trouble.value)


def test_the_same_file_with_another_mapping_is_another_import(tmp_path: Path) -> None:
    first = an_extract(tmp_path, ZOE)
    corrected = the_mapping(tmp_path, MAPPING.replace("GP: gp_practice", "GP: self"))

    again = read_extract(written(tmp_path, ZOE), corrected)

    assert an_extract(tmp_path, ZOE).fingerprint == first.fingerprint
    assert again.fingerprint != first.fingerprint


def test_a_draft_tells_what_it_can_and_says_where_somebody_must_choose(
    tmp_path: Path,
) -> None:
    file, draft = written(tmp_path, ZOE, {**ZOE, "Gender": "Male"}), tmp_path / "draft.yaml"

    draft.write_text(suggest(file))
    with pytest.raises(Trouble) as trouble:
        load_mapping(draft)
    draft.write_text(draft.read_text().replace("CHOOSE", "sample", 2).replace("CHOOSE", "J"))
    mapping = load_mapping(draft)
    (zoe,) = sort_rows(read_extract(file, mapping), mapping, TODAY).people

    assert "area.edition" in str(trouble.value)
    assert (mapping.file.encoding, mapping.file.separator) == ("windows-1252", ";")
    assert zoe.client["ethnicity"] == "J"
    assert "Invented" not in draft.read_text()


@pytest.mark.parametrize("name", ["legacy_extract_a.yaml", "legacy_extract_b.yaml"])
def test_the_mappings_that_ship_can_be_read(name: str) -> None:
    mapping = load_mapping(SHIPPED / name)

    assert mapping.area.edition == "IoD2010"
    assert len(set(mapping.programmes.codes.values())) == 3
