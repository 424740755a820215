"""Bring something in: data sets of invented lives, and official reference files."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from ht_local.cli.screen import ASIDE, stopped_by_signals, tell
from ht_local.fixtures.loading import FIXTURES, load_fixture
from ht_local.place import Place
from ht_local.service_process import environment
from ht_local.system import System, engines_only, services_of
from ht_local.trouble import Trouble

_NAMES = ", ".join(FIXTURES)


def fixture_load(
    name: Annotated[str, typer.Argument(help=f"One of {_NAMES}.")],
) -> None:
    """Load a data set over the public APIs; what is there already is not asked for again."""
    with stopped_by_signals(), services_of(Place.from_environment(), tell) as place:
        asyncio.run(load_fixture(place, name, ASIDE))


def load_imd(
    file: Annotated[Path, typer.Argument(help="The official file of deprivation deciles.")],
    edition: Annotated[str | None, typer.Option(help="The edition's name.")] = None,
) -> None:
    """Load an edition of the Index of Multiple Deprivation."""
    _refdata("load-imd", file, edition)


def load_postcodes(
    file: Annotated[Path, typer.Argument(help="The official postcode directory.")],
    edition: Annotated[str | None, typer.Option(help="The edition's name.")] = None,
) -> None:
    """Load a postcode directory."""
    _refdata("load-postcodes", file, edition)


def _refdata(command: str, file: Path, edition: str | None) -> None:
    if not file.is_file():
        raise Trouble(f"{file} is not a file that can be read.")
    with engines_only(Place.from_environment()) as system:
        more = [] if edition is None else ["--edition", edition]
        _run_intake(system, [command, str(file.resolve()), *more])


def _run_intake(system: System, arguments: list[str]) -> None:
    told = environment(system.place, "intake", system.postgres, system.nats)
    ran = subprocess.run(  # noqa: S603 - our own service
        [sys.executable, "-m", "ht_intake", *arguments], env=told, check=False
    )
    if ran.returncode != 0:  # it has said why
        raise typer.Exit(1)
