"""python -m ht_intake load-imd FILE | load-postcodes FILE [--edition NAME]."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ht_intake.refdata.deprivation import AREAS_OF_EDITION, load_imd
from ht_intake.refdata.loading import Loaded, WrongFile
from ht_intake.refdata.postcodes import load_postcodes
from ht_intake.settings import Settings
from ht_kit.settings import MigrationSettings, load, prefixed

COMMANDS: Final = ("load-imd", "load-postcodes")


def main(argv: Sequence[str]) -> int:
    """Load one official file, and give the exit code."""
    parser = argparse.ArgumentParser(prog="ht-intake", description="Load reference data.")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--edition",
        help=f"of deciles: {', '.join(AREAS_OF_EDITION)}; of postcodes: any name"
        " (needed only where the file does not say)",
    )
    given = parser.parse_args(argv)
    settings = load(prefixed(MigrationSettings, Settings))
    url = settings.migrate_url.get_secret_value()
    try:
        loaded = asyncio.run(_load(given.command, url, given.file, given.edition))
    except WrongFile as wrong:
        sys.stderr.write(f"Nothing was loaded: {wrong}\n")
        return 1
    already = "was loaded already" if loaded.before else "is loaded"
    sys.stdout.write(f"{loaded.name} {already}: {loaded.rows:,} rows, sha256 {loaded.sha256}\n")
    return 0


async def _load(command: str, url: str, file: Path, edition: str | None) -> Loaded:
    if command == "load-imd":
        return await load_imd(url, file, _tell, edition=edition)
    return await load_postcodes(url, file, _tell, version=edition)


def _tell(rows: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{rows:,} rows")
