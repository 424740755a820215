"""Look at events that were set aside, try them again, or decide that they never will be.

Each service does this with its own command, so that an operator without `ht` has it too.
"""

import subprocess
import sys
from typing import Annotated, TypeAlias

import typer

from ht_local.place import SERVICES, Place
from ht_local.service_process import environment
from ht_local.system import System, engines_only
from ht_local.trouble import Trouble

Consumer: TypeAlias = Annotated[str, typer.Argument(help="As `ht parked list` shows it.")]
Position: TypeAlias = Annotated[int, typer.Argument(help="Its position in the stream.")]


def list_() -> None:
    """List every key with something parked, service by service."""
    with engines_only(Place.from_environment()) as system:
        for service in SERVICES:
            typer.echo(f"{service}:")
            _run(system, service, ["list"])


def show(consumer: Consumer, position: Position) -> None:
    """Show one parked event in full."""
    _ask(consumer, ["show", consumer, str(position)])


def retry(
    consumer: Consumer, key: Annotated[str, typer.Argument(help="As the list shows it.")]
) -> None:
    """Try a key's events again, in order; stop at the first that fails again."""
    _ask(consumer, ["retry", consumer, key])


def discard(
    consumer: Consumer,
    position: Position,
    reason: Annotated[str, typer.Option(help="Why; it is kept. Name no person.")],
) -> None:
    """Decide that one parked event is never applied."""
    _ask(consumer, ["discard", consumer, str(position), "--reason", reason])


def _ask(consumer: str, arguments: list[str]) -> None:
    service = consumer.partition("_")[0]
    if service not in SERVICES:
        raise Trouble(f"{consumer} belongs to no service here; see `ht parked list`.")
    with engines_only(Place.from_environment()) as system:
        _run(system, service, arguments)


def _run(system: System, service: str, arguments: list[str]) -> None:
    told = environment(system.place, service, system.postgres, system.nats)
    command = [sys.executable, "-m", f"ht_{service}", "parked", *arguments]
    ran = subprocess.run(command, env=told, check=False)  # noqa: S603 - our own service
    if ran.returncode != 0:
        raise typer.Exit(ran.returncode)
