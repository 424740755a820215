"""Taking signposts over from another system's extract, and taking them back."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from ht_contracts.codes import Destination
from ht_kit.asked import Asked
from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing, Recorded
from ht_kit.http import ActorDep, AskedDep, ReadDep, allows
from ht_referrals.domain.commands import ImportSignpost, UndoSignpostImport
from ht_referrals.domain.words import CaseId, ClientId, SignpostId
from ht_referrals.handling import Signposts
from ht_referrals.routes.forms import Form, Instant

router = APIRouter(prefix="/imports", tags=["imports"])
MAY = [Depends(allows("import:write"))]
AT_ONCE = 100
"""So many cases come in one request: it stays within the limit of a body."""

_CASES = """
SELECT case_id, client_id FROM known_cases
WHERE programme = $1 AND case_id = ANY ($2::uuid[])
"""
_IMPORTED = """
SELECT signpost_id FROM signposts
WHERE programme = $1 AND of_import = $2 AND case_id = ANY ($3::uuid[])
"""
_WORKED_WITH = """
SELECT case_id, client_id FROM onward_referrals
WHERE programme = $1 AND case_id = ANY ($2::uuid[])
UNION
SELECT case_id, client_id FROM signposts
WHERE programme = $1 AND case_id = ANY ($2::uuid[])
  AND (of_import IS NULL OR took_up IS NOT NULL)
"""


class SignpostsForm(Form):
    """Where the client of a case was told to go, as far as another system says."""

    case: UUID
    destinations: Annotated[tuple[Destination, ...], Field(min_length=1, max_length=30)]
    signposted_at: Instant


class ImportForm(Form):
    """The body of POST /imports/{id}/signposts."""

    cases: Annotated[list[SignpostsForm], Field(min_length=1, max_length=AT_ONCE)]


class CasesForm(Form):
    """The body of the questions and commands about many cases."""

    cases: Annotated[frozenset[UUID], Field(min_length=1, max_length=AT_ONCE)]


class Done(BaseModel):
    """How many signposts were taken in, or taken back: now or before."""

    signposts: int
    position: int


class WorkedWith(BaseModel):
    """The cases from which somebody has sent or told their client on since the import."""

    cases: list[UUID]


@router.post("/{import_id}/signposts", dependencies=MAY)
async def import_signposts(
    import_id: UUID,
    *,
    form: ImportForm,
    signposts: Signposts,
    read: ReadDep,
    asked: AskedDep,
    response: Response,
) -> Done:
    """Take signposts over, of many cases at once; what was done is done no more."""
    programme = asked.actor.programme
    rows = await read.rows(_CASES, programme, [each.case for each in form.cases])
    clients = {row["case_id"]: row["client_id"] for row in rows}
    if programme is None or not all(each.case in clients for each in form.cases):
        raise NoSuchThing
    commands = [
        ImportSignpost(
            signpost=SignpostId(uuid5(each.case, f"signpost/{number}")),
            case=CaseId(each.case),
            client=ClientId(clients[each.case]),
            programme=programme,
            of_import=import_id,
            destination=destination,
            signposted_at=each.signposted_at,
            asked_at=asked.at,
        )
        for each in form.cases
        for number, destination in enumerate(each.destinations)
    ]
    done = await asyncio.gather(
        *(
            signposts.create(
                command.signpost, command, asked=_each(asked, "take", command.signpost)
            )
            for command in commands
        )
    )
    return _done(done, response)


@router.post("/{import_id}/worked-with", dependencies=MAY)
async def find_worked_with(
    import_id: UUID,
    form: CasesForm,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("import.worked-with"))],
) -> WorkedWith:
    """Say which imported cases somebody has sent or told their client on from since."""
    del import_id  # it is part of the address, so that the trace says of which import
    rows = await read.rows(_WORKED_WITH, actor.programme, list(form.cases))
    look.at(*(row["client_id"] for row in rows))
    return WorkedWith(cases=[row["case_id"] for row in rows])


@router.post("/{import_id}/signposts/undo", dependencies=MAY)
async def undo_signposts(
    import_id: UUID,
    *,
    form: CasesForm,
    signposts: Signposts,
    read: ReadDep,
    asked: AskedDep,
    response: Response,
) -> Done:
    """Take back the signposts of many cases that came with an import."""
    rows = await read.rows(_IMPORTED, asked.actor.programme, import_id, list(form.cases))
    command = UndoSignpostImport(of_import=import_id, asked_at=asked.at)
    done = await asyncio.gather(
        *(
            signposts.handle(
                row["signpost_id"], command, asked=_each(asked, "undo", row["signpost_id"])
            )
            for row in rows
        )
    )
    return _done(done, response)


def _each(asked: Asked, what: str, signpost: UUID) -> Asked:
    """Give each of many a key of its own: the same, whichever request it comes with."""
    key = f"import:{what}:{signpost}"
    fingerprint = sha256(key.encode()).hexdigest()
    return replace(asked, key=key, fingerprint=fingerprint, new_id=signpost)


def _done(done: Sequence[Recorded], response: Response) -> Done:
    position = max((each.position for each in done), default=0)
    response.headers["Ht-Position"] = f"referrals={position}"
    return Done(signposts=len(done), position=position)
