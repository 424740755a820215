"""`ht`: everything on one machine."""

import errno
import sys

import typer

from ht_local.cli import clients, importing, keeping, keys, loading, looking, parked, running
from ht_local.trouble import Trouble

app = typer.Typer(
    name="ht",
    help="Health Trainer case management on one machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
topology = typer.Typer(help="The streams.", no_args_is_help=True)
report = typer.Typer(help="Figures.", no_args_is_help=True)
fixture = typer.Typer(help="Data sets of invented lives.", no_args_is_help=True)
client = typer.Typer(help="What is kept of one client.", no_args_is_help=True)
wrapping = typer.Typer(help="The key that wraps all others.", no_args_is_help=True)
parking = typer.Typer(help="Events that were set aside.", no_args_is_help=True)
imports = typer.Typer(help="What another system holds.", no_args_is_help=True)
refdata = typer.Typer(help="Official reference files.", no_args_is_help=True)

app.command()(running.up)
app.command()(running.demo)
app.command()(running.reset)
app.command()(looking.token)
app.command()(looking.personas)
app.command()(looking.dsn)
app.command()(keeping.verify)
app.command()(keeping.reconcile)
client.command("erase")(clients.erase)
client.command("looks")(clients.looks)
wrapping.command("rotate")(keys.rotate)
topology.command("apply")(keeping.topology_apply)
topology.command("assert")(keeping.topology_assert)
report.command("headline")(looking.headline)
report.command("rebuild")(keeping.report_rebuild)
fixture.command("load")(loading.fixture_load)
parking.command("list")(parked.list_)
parking.command("show")(parked.show)
parking.command("retry")(parked.retry)
parking.command("discard")(parked.discard)
refdata.command("load-imd")(loading.load_imd)
refdata.command("load-postcodes")(loading.load_postcodes)
imports.command("suggest")(importing.suggest_mapping)
imports.command("preview")(importing.preview_import)
imports.command("commit")(importing.commit_import)
imports.command("resume")(importing.resume_imports)
imports.command("undo")(importing.undo_import)
imports.command("list")(importing.list_imports)
for name, group in {
    "topology": topology,
    "report": report,
    "fixture": fixture,
    "parked": parking,
    "refdata": refdata,
    "import": imports,
    "client": client,
    "keys": wrapping,
}.items():
    app.add_typer(group, name=name)


def main() -> None:
    """Run a command; trouble is one clear sentence and exit code 1."""
    try:
        app()
    except Trouble as trouble:
        _give_up(str(trouble))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _give_up("The disk is full. Make room and try again.")
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            _give_up(f"No permission: {error.filename or error}.")
        raise


def _give_up(why: str) -> None:
    sys.stderr.write(f"{why}\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
