"""What was written down without a connection, sent later in one go: each entry by itself.

Every entry has an id that the device gave it. Sent again, alone or in another batch, it is
done once; what cannot be done is told of that entry and hinders no other.
"""

import hashlib
import hmac
from dataclasses import replace
from typing import Annotated, Final, Literal
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from ht_kit.asked import Asked
from ht_kit.decider import Erased, KeyReused, NoSuchThing, Recorded, StreamMoved
from ht_kit.http import AskedDep, ReadDep, allows, edge_of
from ht_kit.problems import refusal
from ht_kit.service import BUSY
from ht_plans.domain.refusals import Refused
from ht_plans.handling import CaseHandler, Cases
from ht_plans.routes.attending import AttendedForm, NotHeldForm, session_of, told
from ht_plans.routes.forms import Form, Instant
from ht_plans.routes.hiding import HIDING
from ht_plans.routes.knowing_together import KnowingTogether, TogetherDep

router = APIRouter(tags=["sessions"])

_PASSING: Final[tuple[type[Exception], ...]] = (StreamMoved, *BUSY)


class EntryForm(Form):
    """One entry: `entry` is the device's own id of it, `written_at` when it was written."""

    entry: UUID
    case: UUID
    written_at: Instant
    session: Annotated[AttendedForm | NotHeldForm, Field(discriminator="attendance")]


class EntriesForm(Form):
    """The body of POST /entries."""

    entries: Annotated[tuple[EntryForm, ...], Field(min_length=1, max_length=100)]


class EntryTaken(BaseModel):
    """What became of one entry.

    `later` means that it may work in a moment: send the entry again. What is `refused` or
    `not_here` stays so until the entry is changed; a changed entry needs a new id.
    """

    entry: UUID
    outcome: Literal["taken", "refused", "not_here", "later"]
    session: UUID | None = None
    reason: str | None = None
    detail: str | None = None


class EntriesTaken(BaseModel):
    """What became of each entry, in the order in which they were sent."""

    items: list[EntryTaken]
    position: int


@router.post("/entries", dependencies=[Depends(allows("session:write"))])
async def take_entries(
    *,
    form: EntriesForm,
    cases: Cases,
    together: TogetherDep,
    read: ReadDep,
    asked: AskedDep,
    request: Request,
    response: Response,
) -> EntriesTaken:
    """Take what was written down without a connection. Each entry is done once, or told of."""
    items, position = [], 0
    secret = edge_of(request).fingerprint_key
    for entry in form.entries:
        try:
            await HIDING.refuse("case_id", [entry.case], read, asked.actor)
            recorded = await _take(entry, cases, together, _alone(asked, entry, secret))
        except (Refused, KeyReused, Erased) as reason:
            problem = refusal(reason)
            items.append(
                EntryTaken(
                    entry=entry.entry,
                    outcome="refused",
                    reason=problem.slug,
                    detail=problem.detail,
                )
            )
        except NoSuchThing:
            items.append(EntryTaken(entry=entry.entry, outcome="not_here"))
        except _PASSING:
            items.append(EntryTaken(entry=entry.entry, outcome="later"))
        else:
            position = max(position, recorded.position)
            session = recorded.ids["session"]
            items.append(EntryTaken(entry=entry.entry, outcome="taken", session=session))
    response.headers["Ht-Position"] = f"plans={position}"
    return EntriesTaken(items=items, position=position)


async def _take(
    entry: EntryForm, cases: CaseHandler, together: KnowingTogether, asked: Asked
) -> Recorded:
    own = uuid5(entry.case, str(entry.entry))
    session = session_of(entry.session, entry.case, otherwise=own)
    command = told(
        entry.session,
        session,
        now=asked.at,
        note=entry.session.note,
        written_at=entry.written_at,
        together=await together.of(entry.session.shared, entry.case),
    )
    return await cases.handle(entry.case, command, asked=asked, ids={"session": session})


def _alone(asked: Asked, entry: EntryForm, secret: bytes) -> Asked:
    """Give an entry a key of its own: the same, whichever batch it comes with."""
    content = entry.model_dump_json().encode()
    return replace(
        asked,
        key=f"entry:{entry.entry}",
        fingerprint=hmac.new(secret, content, hashlib.sha256).hexdigest(),
        expected_version=None,
    )
