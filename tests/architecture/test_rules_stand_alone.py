"""Rules can be read, and argued with, without knowing any machinery."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOMAIN_FILES = sorted(ROOT.glob("services/*/src/*/domain/**/*.py"))


def imported_by(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Import(names=names):
                found |= {name.name for name in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module)
            case ast.ImportFrom():
                found.add(f"relative import in {file}")
            case _:
                pass
    return found


@pytest.mark.parametrize("file", DOMAIN_FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_rules_import_only_the_standard_library_and_each_other(file: Path) -> None:
    own_domain = f"{file.relative_to(ROOT).parts[3]}.domain"

    foreign = {
        module
        for module in imported_by(file)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not f"{module}.".startswith(f"{own_domain}.")
    }

    assert foreign == set()
