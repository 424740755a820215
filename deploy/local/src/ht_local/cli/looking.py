"""Look at what is there: tokens, people, databases, figures, and whether all is untouched."""

import asyncio
import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from ht_local import data_folder
from ht_local.cli.screen import ASIDE, OUT, tell
from ht_local.demonstration.northfield import MANAGER
from ht_local.identity.personas import COLLEAGUES, KNOWN_BEFOREHAND
from ht_local.lives.api import sign_in
from ht_local.place import SERVICES, Place
from ht_local.reports.headline import HeadlineQuery, as_csv, as_table, fetch
from ht_local.system import System, engines_only, services_of
from ht_local.trouble import Trouble


class Format(StrEnum):
    """How figures are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def token(
    persona: Annotated[str, typer.Option("--as", help="Who signs in; see `ht personas`.")],
) -> None:
    """Print an access token of a persona, and nothing else."""
    with services_of(Place.from_environment(), tell) as place:
        typer.echo(asyncio.run(sign_in(place, persona)))


def personas() -> None:
    """List who can sign in, and what they may be."""
    table = Table("Sign-in", "Of", "May be", title="Personas")
    for name, persona in KNOWN_BEFOREHAND.items():
        roles = ", ".join(role for each in persona.memberships for role in each.roles)
        table.add_row(name, persona.employer, f"{roles} (whole organisation)")
    for colleague in COLLEAGUES:
        roles = ", ".join(colleague.roles)
        table.add_row(colleague.sign_in, colleague.employer, f"{roles} (northfield)")
    OUT.print(table)
    OUT.print(
        "The data set dcrs-headline adds dcrs-administrator, dcrs-senior, dcrs-analyst and "
        "dcrs-trainer-01 to -30."
    )


def dsn(service: Annotated[str, typer.Argument(help="intake, plans, referrals, …")]) -> None:
    """Print the superuser's address of a service's database."""
    place = Place.from_environment()
    if service not in SERVICES:
        raise Trouble(f"There is no service {service}. There are: {', '.join(SERVICES)}.")
    found = data_folder.running(place)
    if not (place.data / "began").exists():
        raise Trouble("Nothing has been started here yet.")
    if found is None:
        ASIDE.print("[dim]It answers only while `ht up` or `ht demo` runs.[/dim]")
        typer.echo(System(place).postgres.admin_url(f"ht_{service}"))
        return
    with engines_only(place) as system:
        typer.echo(system.postgres.admin_url(f"ht_{service}"))


def headline(
    programme: Annotated[
        str | None, typer.Option(help="One programme; all that the reader may see.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="A financial year such as 2010-11; all that is known.")
    ] = None,
    as_at: Annotated[
        int | None, typer.Option(help="What was known at this position of the ledger.")
    ] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    persona: Annotated[str, typer.Option("--as", help="Who reads.")] = MANAGER,
) -> None:
    """Print the figures that the national report published."""
    query = HeadlineQuery(programme=programme, period=period, as_at=as_at, persona=persona)
    with services_of(Place.from_environment(), tell) as place:
        told, catalogue = asyncio.run(fetch(place, query))
    match form:
        case Format.JSON:
            typer.echo(json.dumps(told, indent=2))
        case Format.CSV:
            typer.echo(as_csv(told, catalogue), nl=False)
        case Format.TABLE:
            OUT.print(as_table(told, catalogue, width=OUT.width))
