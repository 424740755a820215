"""Asking clients again about what changes: their GP and their work."""

from uuid import UUID

from fastapi import APIRouter, Depends

from ht_contracts.codes import Employment
from ht_intake.domain.client.commands import RecordEmployment, RecordGpStatus
from ht_intake.handling import Clients
from ht_intake.routes.forms import Form, GpForm, Instant
from ht_kit.http import AnswerDep, Answered, AskedDep, allows

router = APIRouter(tags=["clients"])


class GpStatusForm(Form):
    """The body of POST /clients/{client_id}/gp-status."""

    gp: GpForm
    recorded_at: Instant


class EmploymentForm(Form):
    """The body of POST /clients/{client_id}/employment."""

    employment: Employment
    recorded_at: Instant


@router.post("/clients/{client_id}/gp-status", dependencies=[Depends(allows("client:write"))])
async def record_gp_status(
    client_id: UUID, form: GpStatusForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note what the client says about their GP now."""
    command = RecordGpStatus(gp=form.gp.told(), recorded_at=form.recorded_at, asked_at=asked.at)
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/employment", dependencies=[Depends(allows("client:write"))])
async def record_employment(
    client_id: UUID, form: EmploymentForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note what the client says about work now."""
    command = RecordEmployment(
        employment=form.employment, recorded_at=form.recorded_at, asked_at=asked.at
    )
    return answer(await clients.handle(client_id, command, asked=asked))
