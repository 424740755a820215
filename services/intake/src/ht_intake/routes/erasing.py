"""Erasing a client: asked for by the lead for information governance, and by nobody else."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Depends

from ht_intake.domain.client.commands import EraseClient
from ht_intake.domain.codes import ErasureReason
from ht_intake.handling import Clients
from ht_intake.routes.forms import Form, SenderText
from ht_kit.decider import NoSuchThing
from ht_kit.http import AnswerDep, Answered, AskedDep, ReadDep, allows

router = APIRouter(tags=["erasure"])

_PROGRAMME = "SELECT programme FROM client WHERE client = $1"


class EraseForm(Form):
    """The body of POST /clients/{client_id}/erase.

    Why is a code. `reference` is the request's number in the register of requests: what was
    asked, in whose words, is kept there and never here.
    """

    reason_code: ErasureReason
    reference: SenderText | None = None


@router.post("/clients/{client_id}/erase", dependencies=[Depends(allows("client:erase"))])
async def erase_client(
    *,
    client_id: UUID,
    form: EraseForm,
    clients: Clients,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Make everything personal of a client unreadable, in every service.

    Who leads on information governance for the whole organisation acts in any programme of it.
    """
    row = await read.row(_PROGRAMME, client_id)
    if row is None:
        raise NoSuchThing
    if asked.actor.programme is None:
        asked = replace(asked, actor=replace(asked.actor, programme=row["programme"]))
    command = EraseClient(reason=form.reason_code, reference=form.reference, asked_at=asked.at)
    return answer(await clients.handle(client_id, command, asked=asked))
