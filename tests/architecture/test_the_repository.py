"""What anybody may find in this repository, and what nobody may."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
).stdout
FILES = [ROOT / name for name in LISTED.split("\0") if name and (ROOT / name).is_file()]
TEXTS = [file for file in FILES if file.suffix not in {".png", ".ico", ".woff2"}]
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager"}


def passes_modulus_11(number: str) -> bool:
    total = sum(
        int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True)
    )
    check = (11 - total % 11) % 11
    return check != 10 and check == int(number[9])


def test_no_nhs_number_that_could_be_somebodys_is_in_the_repository() -> None:
    found = {
        f"{file.relative_to(ROOT)}: {number}"
        for file in TEXTS
        if file.name != "requirements.lock"
        for number in re.findall(r"(?<![\w.])[1-8]\d{9}(?![\w.])", file.read_text())
        if passes_modulus_11(number) and len(set(number)) > 1
    }

    assert found == set()


def test_every_file_name_says_what_is_in_it() -> None:
    assert not [file for file in FILES if file.stem in NAMES_THAT_SAY_NOTHING]


def test_the_lock_names_no_address_and_pins_every_package_by_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.findall(r"^[a-z0-9].*", lock, flags=re.MULTILINE)

    assert "://" not in lock
    assert packages
    assert all(package.endswith("\\") for package in packages)


@pytest.mark.parametrize(
    "readme", [file for file in FILES if file.name == "README.md"], ids=str
)
def test_a_readme_can_be_read_at_a_sitting(readme: Path) -> None:
    if "docs/events" in str(readme):
        pytest.skip("the catalogue of events is generated, and looked things up in")
    assert len(readme.read_text().splitlines()) <= 150


@pytest.mark.parametrize("document", [f for f in FILES if f.suffix == ".md"], ids=str)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())

    missing = [link for link in links if not (document.parent / link).exists()]

    assert missing == []


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [file.name[:4] for file in sorted((ROOT / "docs/adr").glob("*.md"))]

    assert len(set(numbers)) == len(numbers)
