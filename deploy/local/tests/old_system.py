"""An invented old system: its extract in a few rows, and the mapping that reads it."""

from collections.abc import Mapping as Map
from datetime import date
from pathlib import Path

from ht_local.importing.mapping import Mapping, load_mapping
from ht_local.importing.reading import Extract, read_extract
from ht_local.importing.sorting import Sorted, sort_rows

TODAY = date(2026, 3, 2)
ZOE: Map[str, str] = {
    "Client ID": "A1", "Forename": "Zoë", "Surname": "Invented", "NHS No": "999 000 0018",
    "DOB": "01/06/1970", "Gender": "Female", "Ethnicity": "Pakistani", "LSOA": "E01999001",
    "GP registered?": "Yes", "Telephone": "07700 900123", "Referral source": "GP",
    "Referral date": "05/01/2011", "Service": "North", "Trainer": "A. Trainer",
    "Assessment date": "10/01/2011", "Height (m)": "2.00", "Weight pre": "120",
    "Weight post": "116,5", "WHO5 pre": "13", "WHO5 post": "16", "Primary issue": "Diet",
    "PHP agreed": "12/01/2011", "PHP outcome": "Achieved", "PHP outcome date": "12/03/2011",
    "Signposted to": "Stop smoking; GP", "Check date": "14/06/2011", "Check result": "Y",
    "Notes": "line one\nline two",
}  # fmt: skip
MAPPING = """
system: old-system
file: {encoding: windows-1252, separator: ";", dates: "%d/%m/%Y"}
programmes: {column: Service, codes: {North: north-health-trainers}}
person:
  reference: Client ID
  name: [Forename, Surname]
  nhs_number: NHS No
  birth_date: DOB
  gender: {column: Gender, codes: {Female: "2", Male: "1"}}
  ethnicity: {column: Ethnicity, codes: {Pakistani: J}, blank: "99"}
  gp_status: {column: "GP registered?", codes: {Yes: registered, No: V81997}}
  telephone: Telephone
area: {edition: sample, lsoa: LSOA}
referral:
  source: {column: Referral source, codes: {GP: gp_practice, Self: self}}
  on: Referral date
case: {opened: Assessment date, trainer: Trainer, note: Notes}
measures:
  pre:
    taken: Assessment date
    height_cm: {column: Height (m), times: 100}
    weight_kg: Weight pre
    totals: [{column: WHO5 pre, kind: who5_raw}]
  post:
    taken: [PHP outcome date, Assessment date]
    height_cm: {column: Height (m), times: 100}
    weight_kg: Weight post
    totals: [{column: WHO5 post, kind: who5_raw}]
plan:
  agreed: PHP agreed
  issue: {column: Primary issue, codes: {Diet: diet}}
  ending: {column: PHP outcome, codes: {Achieved: achieved, Left: clients_wish}}
  ended: PHP outcome date
check:
  on: Check date
  result: {column: Check result, codes: {Y: maintained, N: not_maintained}}
signposts:
  column: Signposted to
  taken: Assessment date
  codes: {Stop smoking: stop_smoking, GP: gp_or_nurse}
"""
NEVER_SUPPORTED = dict.fromkeys(
    ("PHP agreed", "PHP outcome", "PHP outcome date", "Check date", "Check result"), ""
)


def written(folder: Path, *rows: Map[str, str]) -> Path:
    """Write rows as the old system would."""

    def cells(values: list[str]) -> str:
        return ";".join(f'"{value}"' for value in values)

    lines = [cells(list(ZOE)), *(cells([row[title] for title in ZOE]) for row in rows)]
    file = folder / "old_system.csv"
    file.write_bytes("\r\n".join(lines).encode("cp1252"))
    return file


def the_mapping(folder: Path, text: str = MAPPING) -> Mapping:
    file = folder / "old_system.yaml"
    file.write_text(text)
    return load_mapping(file)


def an_extract(folder: Path, *rows: Map[str, str]) -> Extract:
    return read_extract(written(folder, *rows), the_mapping(folder))


def sorting(folder: Path, *rows: Map[str, str]) -> Sorted:
    return sort_rows(an_extract(folder, *rows), the_mapping(folder), TODAY)
