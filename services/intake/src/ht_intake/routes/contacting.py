"""Asking before anything is sent to a client, and the questions that they may be asked."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_contracts.codes import Channel, InformationFormat
from ht_intake.domain.client.agreement import consents_to
from ht_intake.domain.client.contacting import Because, MessageKind, Wording, how_to_send
from ht_intake.domain.client.questions import QUESTIONS
from ht_intake.handling import Clients
from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.clock import now
from ht_kit.http import ActorDep, allows

router = APIRouter(tags=["clients"])


class SendingShown(BaseModel):
    """Whether something may be sent to a client by a channel, and how it is to be worded."""

    allowed: bool
    because: Because | None
    by_machine: bool
    wording: Wording
    leave_a_message: bool
    through: str | None
    words: str | None
    formats: tuple[InformationFormat, ...]
    language: str | None


class QuestionShown(BaseModel):
    """A question that clients may be asked, with the codes of its answers."""

    question: str
    answers: list[str]
    several: bool
    alone: list[str]
    told_to_other_services: bool


class QuestionsShown(BaseModel):
    """All questions that there are."""

    items: list[QuestionShown]


@router.get("/clients/{client_id}/contact", dependencies=[Depends(allows("client:read"))])
async def show_how_to_send(
    *,
    client_id: UUID,
    channel: Annotated[Channel, Query()],
    kind: Annotated[MessageKind, Query()],
    clients: Clients,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.contact"))],
) -> SendingShown:
    """Say whether this kind of message may be sent by this channel now, and how."""
    client, _ = await clients.read(client_id, actor=actor)
    look.at(client_id)
    surveyed = consents_to(client, "survey", at=now())
    sending = how_to_send(client, channel, kind, agreed_to_surveys=surveyed)
    return SendingShown(
        allowed=sending.allowed,
        because=sending.because,
        by_machine=sending.by_machine,
        wording=sending.wording,
        leave_a_message=sending.leave_a_message,
        through=sending.through,
        words=sending.words,
        formats=sending.formats,
        language=sending.language,
    )


@router.get("/questions", dependencies=[Depends(allows("client:read")), Depends(shows_nobody)])
async def list_questions() -> QuestionsShown:
    """List what clients may be asked about their life. Nothing of it has to be asked."""
    return QuestionsShown(
        items=[
            QuestionShown(
                question=name,
                answers=sorted(question.answers),
                several=question.several,
                alone=sorted(question.alone),
                told_to_other_services=not question.sealed,
            )
            for name, question in QUESTIONS.items()
        ]
    )
