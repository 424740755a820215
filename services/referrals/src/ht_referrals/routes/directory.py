"""Keeping the directory of places that clients can go to."""

from typing import Annotated, Self
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, model_validator

from ht_contracts.codes import Destination
from ht_contracts.envelope import Slug
from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.decider import NoSuchThing
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    allows,
)
from ht_referrals.domain.commands import AddEntry, AmendEntry
from ht_referrals.domain.words import EntryId
from ht_referrals.handling import Directory
from ht_referrals.routes.forms import Form, FreeText, Name

router = APIRouter(tags=["directory"])

_LIST = """
SELECT entry_id, destination, recipient, name, active FROM directory
WHERE ($1::text IS NULL OR destination = $1) AND ($2::uuid IS NULL OR entry_id > $2)
ORDER BY entry_id LIMIT $3
"""


class AddEntryForm(Form):
    """The body of POST /directory."""

    destination: Destination
    name: Name
    recipient: Slug
    contact: FreeText | None = None


class AmendEntryForm(Form):
    """The body of POST /directory/{entry_id}/amend: what changes, at least one thing."""

    name: Name | None = None
    contact: FreeText | None = None
    active: bool | None = None

    @model_validator(mode="after")
    def _something_changes(self) -> Self:
        if self.name is None and self.contact is None and self.active is None:
            raise ValueError("says nothing that changes")
        return self


class EntryLine(BaseModel):
    """A line of the directory."""

    id: UUID
    destination: Destination
    recipient: Slug
    name: str
    active: bool


class EntryDetails(EntryLine):
    """A place with whom to ask for there."""

    contact: str | None
    version: int


@router.post("/directory", status_code=201, dependencies=[Depends(allows("directory:write"))])
async def add_entry(
    form: AddEntryForm, directory: Directory, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Put a place into the organisation's directory."""
    command = AddEntry(
        entry=EntryId(asked.new_id),
        destination=form.destination,
        recipient=form.recipient,
        name=form.name,
        contact=form.contact,
    )
    recorded = await directory.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.post("/directory/{entry_id}/amend", dependencies=[Depends(allows("directory:write"))])
async def amend_entry(
    entry_id: UUID,
    form: AmendEntryForm,
    directory: Directory,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Change what the directory says of a place, or close or open it."""
    command = AmendEntry(name=form.name, contact=form.contact, active=form.active)
    return answer(await directory.handle(entry_id, command, asked=asked))


@router.get(
    "/directory", dependencies=[Depends(allows("directory:read")), Depends(shows_nobody)]
)
async def list_directory(
    read: ReadDep, paging: PagingDep, destination: Destination | None = None
) -> Page[EntryLine]:
    """List the organisation's directory, closed places too."""
    rows = await read.rows(_LIST, destination, *paging.start(UUID), paging.limit + 1)
    return paging.page(rows, item=_line, key=lambda row: (row["entry_id"],))


@router.get("/directory/{entry_id}", dependencies=[Depends(allows("directory:read"))])
async def show_entry(
    entry_id: UUID,
    directory: Directory,
    actor: ActorDep,
    response: Response,
    look: Annotated[Look, Depends(looks("contact.view"))],
) -> EntryDetails:
    """Show a place, with whom to ask for there."""
    look.at()  # no client: the contact is somebody of the place
    entry, version = await directory.read(entry_id, actor=actor)
    response.headers["ETag"] = f'"{version}"'
    if entry.place is None:
        raise NoSuchThing
    return EntryDetails(
        id=entry_id,
        destination=entry.place.destination,
        recipient=entry.place.recipient,
        name=entry.name,
        active=entry.place.active,
        contact=entry.contact,
        version=version,
    )


def _line(row: asyncpg.Record) -> EntryLine:
    return EntryLine(
        id=row["entry_id"],
        destination=row["destination"],
        recipient=row["recipient"],
        name=row["name"],
        active=row["active"],
    )
