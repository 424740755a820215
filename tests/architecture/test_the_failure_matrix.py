"""What the failure matrix says is shown, a test shows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MATRIX = (ROOT / "docs/failure-matrix.md").read_text()


def test_every_test_that_the_matrix_names_is_there() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", MATRIX))

    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_no_row_is_left_out() -> None:
    """Row 24 comes with the partner feeds; those without a number were found on the way."""
    numbers = re.findall(r"^\| (\d+) \|", MATRIX, re.MULTILINE)

    assert [int(number) for number in numbers] == list(range(1, 24))


def test_every_fault_test_is_in_the_matrix() -> None:
    rows = (ROOT / "tests/faults").glob("test_*.py")

    assert [row.name for row in rows if f"tests/faults/{row.name}" not in MATRIX] == []
