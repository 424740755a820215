"""What clients agree to: taking part, and each sharing by itself."""

from uuid import UUID

from fastapi import APIRouter, Depends

from ht_contracts.codes import Channel, ConsentForm
from ht_contracts.envelope import Slug
from ht_intake.domain.client.commands import (
    AgreeToTakePart,
    GiveConsent,
    RefuseConsent,
    WithdrawConsent,
    WithdrawFromTakingPart,
)
from ht_intake.domain.codes import SpokenFor
from ht_intake.handling import Clients, consent_id
from ht_intake.routes.forms import Code, Day, Form, Instant, Version
from ht_kit.http import AnswerDep, Answered, AskedDep, allows

router = APIRouter(tags=["agreements"])


class TakingPartForm(Form):
    """The body of POST /clients/{client_id}/taking-part."""

    agreed_at: Instant
    how: Channel
    notice_version: Version
    by: SpokenFor | None = None


class WithdrawalForm(Form):
    """The body of a withdrawal from taking part: how it was said, and by whom."""

    withdrawn_at: Instant
    how: Channel | None = None
    by: SpokenFor | None = None


class ConsentWithdrawalForm(Form):
    """The body of a withdrawal of a consent. Whoever enters it is the witness, unless named."""

    withdrawn_at: Instant
    how: Channel | None = None
    witnessed_by: UUID | None = None


class GivingForm(Form):
    """The body of POST /clients/{client_id}/consents.

    Whoever enters it is the witness, unless another worker is named. `notice_version` says
    which privacy text the client was given.
    """

    recipient: Slug
    purpose: Code
    data_class: Code
    given_at: Instant
    how: Channel
    expires_at: Instant | None = None
    review_on: Day | None = None
    form: ConsentForm | None = None
    witnessed_by: UUID | None = None
    notice_version: Version | None = None


class RefusalForm(Form):
    """The body of POST /clients/{client_id}/consents/refused."""

    recipient: Slug
    purpose: Code
    data_class: Code
    refused_at: Instant
    how: Channel | None = None
    form: ConsentForm | None = None
    witnessed_by: UUID | None = None
    notice_version: Version | None = None


@router.post("/clients/{client_id}/taking-part", dependencies=[Depends(allows("client:write"))])
async def agree_to_take_part(
    client_id: UUID, form: TakingPartForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note that the client agrees to take part, having been told what is recorded and why."""
    command = AgreeToTakePart(
        agreed_at=form.agreed_at,
        how=form.how,
        notice_version=form.notice_version,
        asked_at=asked.at,
        by=form.by,
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post(
    "/clients/{client_id}/taking-part/withdraw", dependencies=[Depends(allows("client:write"))]
)
async def withdraw_from_taking_part(
    client_id: UUID, form: WithdrawalForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note that the client wants no more support. Nothing is erased."""
    command = WithdrawFromTakingPart(
        withdrawn_at=form.withdrawn_at, asked_at=asked.at, how=form.how, by=form.by
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post(
    "/clients/{client_id}/consents",
    status_code=201,
    dependencies=[Depends(allows("client:write"))],
)
async def give_consent(
    client_id: UUID, form: GivingForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note one agreement to share: one recipient, one purpose, one class of data."""
    consent = consent_id(
        client_id, form.recipient, form.purpose, form.data_class, form.given_at.isoformat()
    )
    command = GiveConsent(
        consent=consent,
        recipient=form.recipient,
        purpose=form.purpose,
        data_class=form.data_class,
        given_at=form.given_at,
        how=form.how,
        asked_at=asked.at,
        expires_at=form.expires_at,
        review_on=form.review_on,
        form=form.form,
        witnessed_by=form.witnessed_by or asked.actor.worker,
        notice_version=form.notice_version,
    )
    recorded = await clients.handle(client_id, command, asked=asked, ids={"consent": consent})
    return answer(recorded, created=True)


@router.post(
    "/clients/{client_id}/consents/refused", dependencies=[Depends(allows("client:write"))]
)
async def refuse_consent(
    client_id: UUID, form: RefusalForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note that the client was asked to agree to a sharing, and said no."""
    command = RefuseConsent(
        recipient=form.recipient,
        purpose=form.purpose,
        data_class=form.data_class,
        refused_at=form.refused_at,
        asked_at=asked.at,
        how=form.how,
        form=form.form,
        witnessed_by=form.witnessed_by or asked.actor.worker,
        notice_version=form.notice_version,
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post(
    "/clients/{client_id}/consents/{consent}/withdraw",
    dependencies=[Depends(allows("client:write"))],
)
async def withdraw_consent(
    *,
    client_id: UUID,
    consent: UUID,
    form: ConsentWithdrawalForm,
    clients: Clients,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note that the client takes an agreement to share back."""
    command = WithdrawConsent(
        consent=consent,
        withdrawn_at=form.withdrawn_at,
        asked_at=asked.at,
        how=form.how,
        witnessed_by=form.witnessed_by or asked.actor.worker,
    )
    return answer(await clients.handle(client_id, command, asked=asked))
