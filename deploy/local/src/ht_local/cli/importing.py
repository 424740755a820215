"""Take over what another system holds: draft a mapping, look, take in, go on, take back."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ht_kit.clock import london_day, now
from ht_local.cli.screen import ASIDE, OUT, stopped_by_signals, tell
from ht_local.importing.asking import office_of
from ht_local.importing.committing import Committed, commit
from ht_local.importing.mapping import Mapping, load_mapping
from ht_local.importing.people import Held
from ht_local.importing.previewing import Preview, preview
from ht_local.importing.reading import read_extract
from ht_local.importing.report_file import summary, write_held
from ht_local.importing.sorting import Sorted, sort_rows
from ht_local.importing.suggesting import suggest
from ht_local.importing.undoing import Undone, undo
from ht_local.importing.unfinished import Unfinished, note, unfinished
from ht_local.lives.api import Api
from ht_local.place import Place
from ht_local.system import services_of
from ht_local.trouble import Trouble

_File = Annotated[Path, typer.Argument(help="The extract of the old system.")]
_Mapping = Annotated[Path, typer.Option("--mapping", help="The mapping file (YAML).")]
_As = Annotated[
    str, typer.Option("--as", help="An administrator or manager of the programmes.")
]
_To = Annotated[
    Path | None, typer.Option("--reports", help="The folder for report and held rows.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """An extract with its mapping, every row in its class."""

    mapping: Mapping
    found: Sorted


def _read(file: Path, mapping: Path) -> _Import:
    read = load_mapping(mapping)
    extract = read_extract(file, read)
    return _Import(mapping=read, found=sort_rows(extract, read, london_day(now())))


def suggest_mapping(
    file: _File,
    to: Annotated[Path | None, typer.Option("--to", help="Where to write it.")] = None,
) -> None:
    """Draft a mapping for an extract: what it could not tell says CHOOSE."""
    draft = suggest(file)
    if to is None:
        typer.echo(draft, nl=False)
        return
    if to.exists():
        raise Trouble(f"{to} is there already. Choose another name.")
    to.write_text(draft, encoding="utf-8")
    OUT.print(f"{to} is drafted. Replace each CHOOSE, then `ht import preview`.")


def preview_import(file: _File, mapping: _Mapping, persona: _As, reports: _To = None) -> None:
    """Say what a commit would do with each row; nothing is written to any service."""
    told = _read(file, mapping)
    with services_of(Place.from_environment(), tell) as place:
        seen = asyncio.run(_preview(place, told, persona))
    _report("Preview of an import", dict(seen.classes), told, list(told.found.held), reports)


async def _preview(place: Place, told: _Import, persona: str) -> Preview:
    async with Api(place) as api:
        office = await office_of(api, persona)
        return await preview(api, office, told.found, told.mapping)


def commit_import(file: _File, mapping: _Mapping, persona: _As, reports: _To = None) -> None:
    """Take an extract in. The same file again changes nothing."""
    with stopped_by_signals(), services_of(Place.from_environment(), tell) as place:
        _commit(place, file, mapping, persona, reports)


def resume_imports(reports: _To = None) -> None:
    """Go on with every commit that did not end."""
    with stopped_by_signals(), services_of(Place.from_environment(), tell) as place:
        left = list(unfinished(place))
        if not left:
            OUT.print("No import was left half-way.")
        for each in left:
            told = _read(each.file, each.mapping)
            if told.found.extract.fingerprint != each.fingerprint:
                raise Trouble(
                    f"{each.file} or its mapping was changed since. Put it back, or undo what"
                    " was taken in and commit anew."
                )
            _commit(place, each.file, each.mapping, each.persona, reports)


def _commit(
    place: Place, file: Path, mapping: Path, persona: str, reports: Path | None
) -> None:
    told = _read(file, mapping)
    begun = note(
        place,
        Unfinished(
            file=file,
            mapping=mapping,
            persona=persona,
            fingerprint=told.found.extract.fingerprint,
        ),
    )
    done = asyncio.run(_commit_over(place, told, persona))
    begun.unlink(missing_ok=True)
    _report(f"Import {done.import_id}", dict(done.classes), told, done.held, reports)


async def _commit_over(place: Place, told: _Import, persona: str) -> Committed:
    async with Api(place) as api:
        office = await office_of(api, persona)
        await preview(api, office, told.found, told.mapping)  # all that can fail fails first
        return await commit(api, office, told.found, told.mapping, ASIDE)


def _report(
    title: str, classes: dict[str, int], told: _Import, held: list[Held], reports: Path | None
) -> None:
    text = summary(title, classes, told.found, held)
    stem, folder = told.found.extract.path.stem, reports or Path()
    report, waiting = folder / f"{stem}-import-report.txt", folder / f"{stem}-held.csv"
    report.write_text(text, encoding="utf-8")
    typer.echo(text)
    OUT.print(f"This report is in {report}.", highlight=False)
    if write_held(waiting, held, told.found, told.mapping):
        OUT.print(
            f"The held rows are in {waiting}, with names: correct them there, take the file in"
            " with the same mapping, and delete it.",
            highlight=False,
        )


def list_imports(persona: _As) -> None:
    """List the organisation's imports."""
    with services_of(Place.from_environment(), tell) as place:
        found = asyncio.run(_list(place, persona))
    table = Table("Import", "System", "Rows", "Begun", "Finished", "Undone")
    for each in found:
        table.add_row(
            *(
                "" if each[name] is None else str(each[name])
                for name in ("id", "system", "rows", "begun_at", "finished_at", "undone_at")
            )
        )
    OUT.print(table)


async def _list(place: Place, persona: str) -> list[dict[str, object]]:
    async with Api(place) as api:
        office = await office_of(api, persona)
        return await api.see_all(office.anywhere, "intake", "/imports")


def undo_import(
    import_id: Annotated[str, typer.Argument(metavar="IMPORT", help="See `ht import list`.")],
    persona: _As,
) -> None:
    """Take an import back, but for what somebody has worked with since."""
    with stopped_by_signals(), services_of(Place.from_environment(), tell) as place:
        done = asyncio.run(_undo(place, import_id, persona))
    OUT.print(f"{done.undone:,} people were taken back: they count in no figure any more.")
    for client, why in sorted(done.kept.items()):
        OUT.print(f"kept: client {client}: {why}", highlight=False, soft_wrap=True)


async def _undo(place: Place, import_id: str, persona: str) -> Undone:
    async with Api(place) as api:
        office = await office_of(api, persona)
        return await undo(api, office, import_id, ASIDE)
