"""Start everything, show it, stop it, start afresh."""

from typing import Annotated

import typer
from rich.panel import Panel

from ht_local import data_folder
from ht_local.cli.screen import ASIDE, OUT, stopped_by_signals, tell
from ht_local.demonstration.northfield import MANAGER, TRAINERS
from ht_local.demonstration.showing import build, show
from ht_local.place import SERVICES, Place, command_line
from ht_local.system import whole_system


def up() -> None:
    """Start Postgres, NATS, the services and the identity provider, until Ctrl-C."""
    place = Place.from_environment()
    with stopped_by_signals(), whole_system(place, tell) as system:
        _say_where(place)
        system.watch()


def demo(
    once: Annotated[bool, typer.Option(help="Build, show the table and stop.")] = False,
) -> None:
    """Live a demonstration through, show the headline table, stay until Ctrl-C."""
    place = Place.from_environment()
    with stopped_by_signals(), whole_system(place, tell) as system:
        show(place, OUT, build(place, ASIDE))
        if once:
            return
        _say_where(place)
        system.watch()


def reset(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove everything that is kept here, so that the next start is the first."""
    place = Place.from_environment()
    if not place.data.exists():
        OUT.print(f"Nothing is kept in {place.data}.")
        return
    if not yes and OUT.is_terminal:
        typer.confirm(f"Remove everything in {place.data}?", abort=True)
    data_folder.remove(place)
    OUT.print(f"Removed {place.data}.")


def _say_where(place: Place) -> None:
    ht = command_line()
    apis = "\n".join(
        f"  {service:<10} {place.url(service)}   docs: {place.url(service)}/docs"
        for service in SERVICES
    )
    OUT.print(
        Panel(
            f"{apis}\n  identity   {place.identity_url}   [dim](development only)[/dim]\n\n"
            f"A token:      {ht} token --as {TRAINERS[0]}\n"
            f"Who may what: {ht} personas\n"
            f"The figures:  {ht} report headline\n"
            f"The record:   psql $({ht} dsn plans)\n"
            f"Logs:         {place.logs}\n\n"
            f"[dim]{MANAGER} reads the reports. Ctrl-C stops everything.[/dim]",
            title="Health Trainer case management runs here",
            expand=False,
        ),
        soft_wrap=True,
    )
