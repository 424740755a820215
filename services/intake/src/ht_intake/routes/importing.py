"""Taking over what another system's extract knows of people, and taking that back."""

import asyncio
from dataclasses import replace
from hashlib import sha256
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Response

from ht_intake.domain.client.area import Area
from ht_intake.domain.client.commands import UndoClientImport
from ht_intake.domain.importing import BeginImport, FinishImport, UndoImport
from ht_intake.domain.refusals import EditionNeeded, KnownHereAlready
from ht_intake.handling import Clients, Imports, imported_client_id
from ht_intake.refdata.lookup import EditionNotLoaded, area_of, area_of_lsoa
from ht_intake.routes.forms import programme_of
from ht_intake.routes.import_forms import (
    AllBecame,
    AreaForm,
    Became,
    BeginForm,
    ClientsForm,
    FinishForm,
    ImportedLine,
    ImportLine,
    LookUpForm,
    PeopleForm,
    PersonForm,
)
from ht_intake.routes.imported_people import Known, People, furthest, refused
from ht_kit.aggregate import Taken
from ht_kit.answers import KNOWN_ALREADY
from ht_kit.asked import Asked
from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.decider import Recorded
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    SealingDep,
    allows,
)

router = APIRouter(prefix="/imports", tags=["imports"])
MAY = [Depends(allows("import:write"))]

_LIST = """
SELECT import_id, system, rows, begun_at, finished_at, classes::text AS classes,
       held::text AS held, undone_at
FROM import WHERE $1::uuid IS NULL OR import_id > $1 ORDER BY import_id LIMIT $2
"""
_CLIENTS = """
SELECT client, programme, worked_with, undone FROM imported_client
WHERE of_import = $1 AND ($2::uuid IS NULL OR client > $2) ORDER BY client LIMIT $3
"""
_EDITION = "SELECT 1 FROM deprivation_edition WHERE edition = $1"


async def _people(read: ReadDep, sealing: SealingDep, actor: ActorDep) -> People:
    return People(read, sealing, actor.organisation)


PeopleDep = Annotated[People, Depends(_people)]


@router.post("", status_code=201, responses=KNOWN_ALREADY, dependencies=MAY)
async def begin_import(
    form: BeginForm, imports: Imports, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Begin to take an extract in. The same file with the same mapping is the same import."""
    command = BeginImport(
        of_import=asked.new_id,
        system=form.system,
        fingerprint=form.fingerprint,
        rows=form.rows,
        asked_at=asked.at,
    )
    try:
        recorded = await imports.create(asked.new_id, command, asked=asked)
    except Taken as taken:
        _, version = await imports.read(taken.holder, actor=asked.actor)
        begun = Recorded(id=taken.holder, version=version, position=0)
        return answer(begun, more={"repeated": True})
    return answer(recorded, created=not recorded.repeated)


@router.get("", dependencies=[*MAY, Depends(shows_nobody)])
async def list_imports(read: ReadDep, paging: PagingDep) -> Page[ImportLine]:
    """List the organisation's imports, the earliest first."""
    rows = await read.rows(_LIST, *paging.start(UUID), paging.limit + 1)
    return paging.page(
        rows,
        item=lambda row: ImportLine(
            id=row["import_id"],
            system=row["system"],
            rows=row["rows"],
            begun_at=row["begun_at"],
            finished_at=row["finished_at"],
            classes=orjson.loads(row["classes"]) if row["classes"] else None,
            held=orjson.loads(row["held"]) if row["held"] else None,
            undone_at=row["undone_at"],
        ),
        key=lambda row: (row["import_id"],),
    )


@router.post("/lookup", dependencies=MAY)
async def look_people_up(
    form: LookUpForm,
    people: PeopleDep,
    read: ReadDep,
    look: Annotated[Look, Depends(looks("import.lookup"))],
) -> AllBecame:
    """Say who of an extract is known here already; nothing is written."""
    for edition in sorted(form.editions):
        if await read.row(_EDITION, edition) is None:
            raise EditionNeeded
    known = await people.known(form.system, form.people)
    look.at(*(each.client for each in known.values()))
    items = [
        Became(
            row=each.row,
            outcome=known[each.row].outcome(each.last_on) if each.row in known else "new",
        )
        for each in form.people
    ]
    return AllBecame(items=items, position=0)


@router.post("/{import_id}/clients", dependencies=MAY)
async def import_clients(
    import_id: UUID,
    *,
    form: PeopleForm,
    imports: Imports,
    clients: Clients,
    people: PeopleDep,
    read: ReadDep,
    asked: AskedDep,
    response: Response,
) -> AllBecame:
    """Take people over, many at once. Each is done by itself, and told apart in the answer.

    What was done already is done no more, however the rows are put together.
    """
    whole, _ = await imports.read(import_id, actor=asked.actor)
    whole.open()
    programme = programme_of(asked.actor)
    known = await people.known(form.system, form.people)

    async def take(person: PersonForm) -> tuple[Became, int]:
        token = people.token(form.system, person.reference)
        client = imported_client_id(import_id, token)
        before = known.get(person.row)
        command = person.asked_of(
            import_id,
            token=token,
            programme=programme,
            area=await _area(read, person.area),
            known_here=before is not None and before.client != client,
            asked_at=asked.at,
        )
        try:
            recorded = await clients.create(client, command, asked=_of_row(asked, client))
        except KnownHereAlready:
            return _known(person, before), 0
        return Became(row=person.row, client=client, outcome="taken"), recorded.position

    done = await asyncio.gather(*map(take, form.people), return_exceptions=True)
    items = [
        refused(each, row=person.row) if isinstance(each, BaseException) else each[0]
        for person, each in zip(form.people, done, strict=True)
    ]
    return _answered(
        items, furthest(each[1] for each in done if isinstance(each, tuple)), response
    )


@router.post("/{import_id}/finish", dependencies=MAY)
async def finish_import(
    import_id: UUID, form: FinishForm, imports: Imports, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Say what became of all rows."""
    command = FinishImport(classes=form.classes, held=form.held, asked_at=asked.at)
    return answer(await imports.handle(import_id, command, asked=asked))


@router.post("/{import_id}/undo", dependencies=MAY)
async def undo_import(
    import_id: UUID, imports: Imports, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Take nothing more in with this import: what came with it is about to be taken back."""
    return answer(await imports.handle(import_id, UndoImport(asked_at=asked.at), asked=asked))


@router.get("/{import_id}/clients", dependencies=MAY)
async def list_imported_clients(
    import_id: UUID,
    read: ReadDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("import.clients"))],
) -> Page[ImportedLine]:
    """List who came with an import, and with whom somebody has worked since."""
    rows = await read.rows(_CLIENTS, import_id, *paging.start(UUID), paging.limit + 1)
    look.at(*(row["client"] for row in rows))
    return paging.page(
        rows, item=lambda row: ImportedLine(**dict(row)), key=lambda row: (row["client"],)
    )


@router.post("/{import_id}/clients/undo", dependencies=MAY)
async def undo_clients(
    import_id: UUID, form: ClientsForm, clients: Clients, asked: AskedDep, response: Response
) -> AllBecame:
    """Take people back who came with an import, but for those somebody has worked with."""
    wanted = sorted(form.clients)
    command = UndoClientImport(of_import=import_id, asked_at=asked.at)
    done = await asyncio.gather(
        *(
            clients.handle(client, command, asked=_of_row(asked, client, "undo"))
            for client in wanted
        ),
        return_exceptions=True,
    )
    items = [
        refused(each, client=client)
        if isinstance(each, BaseException)
        else Became(client=client, outcome="undone")
        for client, each in zip(wanted, done, strict=True)
    ]
    reached = furthest(each.position for each in done if isinstance(each, Recorded))
    return _answered(items, reached, response)


def _known(person: PersonForm, before: Known | None) -> Became:
    return Became(
        row=person.row,
        client=before.client if before else None,
        outcome=before.outcome(person.last_on) if before else "known",
    )


def _of_row(asked: Asked, client: UUID, what: str = "take") -> Asked:
    """Give each of many a key of its own: the same, whichever request it comes with."""
    key = f"import:{what}:{client}"
    return replace(asked, key=key, fingerprint=sha256(key.encode()).hexdigest(), new_id=client)


async def _area(read: ReadDep, told: AreaForm) -> Area:
    try:
        if told.postcode is not None:
            return await area_of(read, told.postcode, edition=told.edition)
        return await area_of_lsoa(read, told.lsoa, edition=told.edition)
    except EditionNotLoaded:
        raise EditionNeeded from None


def _answered(items: list[Became], position: int, response: Response) -> AllBecame:
    response.headers["Ht-Position"] = f"intake={position}"
    return AllBecame(items=items, position=position)
