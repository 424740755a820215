"""Write the schemas and the catalogue of events: `python -m ht_contracts.catalogue [--check]`.

Works in a checkout: the catalogue shows each event's sample, which is kept with the tests.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from ht_contracts.asyncapi import asyncapi
from ht_contracts.code_lists import code_lists
from ht_contracts.json_schemas import data_schema
from ht_contracts.pages import code_list_page, index_page, service_page
from ht_contracts.registry import event_types

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parents[3]
SCHEMAS = PACKAGE / "schemas"
SAMPLES = CHECKOUT / "tests/contracts/samples"
PAGES = CHECKOUT / "docs/events"


def documents() -> Iterator[tuple[Path, str]]:
    """Give every generated file with what it must say."""
    types = event_types()
    for name, contract in types.items():
        yield SCHEMAS / f"{name}.json", _as_json(data_schema(contract))
    samples = {name: (SAMPLES / f"{name}.json").read_text() for name in types}
    for service in dict.fromkeys(name.split(".")[1] for name in types):
        told = [
            (contract, samples[name])
            for name, contract in types.items()
            if name.split(".")[1] == service
        ]
        yield PAGES / f"{service}.md", service_page(service, told)
    yield PAGES / "code-lists.md", code_list_page(code_lists())
    yield PAGES / "README.md", index_page(types)
    envelopes = {name: json.loads(sample) for name, sample in samples.items()}
    yield PAGES / "asyncapi.json", _as_json(asyncapi(types, envelopes))


def differing() -> list[Path]:
    """Name the files that do not say what they must, or that nothing makes any more."""
    wanted = dict(documents())
    present = {*SCHEMAS.glob("*.json"), *PAGES.glob("*.*")}
    stale = {
        path for path, text in wanted.items() if path not in present or path.read_text() != text
    }
    return sorted(stale | (present - wanted.keys()))


def main(arguments: list[str] | None = None) -> int:
    """Write what differs, or with `--check` only name it."""
    parser = argparse.ArgumentParser(prog="python -m ht_contracts.catalogue")
    parser.add_argument("--check", action="store_true", help="name what differs, write nothing")
    check = parser.parse_args(arguments).check

    stale = differing()
    wanted = dict(documents())
    for path in stale:
        sys.stdout.write(f"{path.relative_to(CHECKOUT)}\n")
        if check:
            continue
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path])
        else:
            path.unlink()
    return 1 if check and stale else 0


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
