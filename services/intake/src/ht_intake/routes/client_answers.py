"""What a client has answered, as the people of their programme see it: now, and before."""

from datetime import date, datetime

from pydantic import BaseModel

from ht_contracts.codes import (
    Channel,
    CommunicationProfessional,
    CommunicationSupport,
    ContactMethod,
    InformationFormat,
    YesOrNo,
)
from ht_intake.domain.client.questions import NOT_ASKED, QUESTIONS
from ht_intake.domain.client.state import Client


class AnswerThen(BaseModel):
    """An answer of one day."""

    codes: tuple[str, ...]
    recorded_at: datetime


class AnswerNow(BaseModel):
    """What was answered last, and all that was answered before, the earliest first."""

    codes: tuple[str, ...]
    history: list[AnswerThen]


class AccessNeedsShown(BaseModel):
    """What the client needs to understand and be understood."""

    communication_support: tuple[CommunicationSupport, ...]
    contact_methods: tuple[ContactMethod, ...]
    information_formats: tuple[InformationFormat, ...]
    communication_professionals: tuple[CommunicationProfessional, ...]
    language: str | None
    interpreter_needed: YesOrNo
    words: str | None
    review_on: date
    recorded_at: datetime


class ContactRulesShown(BaseModel):
    """How the client can be reached safely."""

    safe: tuple[Channel, ...]
    preferred: Channel | None
    shared: tuple[Channel, ...]
    may_name_the_service: bool
    may_leave_a_message: bool
    words: str | None
    recorded_at: datetime


def answers_of(client: Client) -> dict[str, AnswerNow]:
    """Give every question with its answers; one that nobody asked says so."""
    return {name: _answer(client, name) for name in QUESTIONS}


def _answer(client: Client, question: str) -> AnswerNow:
    history = sorted(
        (
            AnswerThen(codes=told[question], recorded_at=each.recorded_at)
            for each in client.answers
            for told in ({**each.answers, **(each.sealed_answers or {})},)
            if question in told
        ),
        key=lambda answer: answer.recorded_at,
    )
    return AnswerNow(codes=history[-1].codes if history else NOT_ASKED, history=history)


def access_needs_of(client: Client) -> AccessNeedsShown | None:
    """Give the needs as recorded last; None: they were not asked."""
    needs = client.access_needs
    if needs is None:
        return None
    return AccessNeedsShown(
        communication_support=needs.communication_support,
        contact_methods=needs.contact_methods,
        information_formats=needs.information_formats,
        communication_professionals=needs.communication_professionals,
        language=needs.language,
        interpreter_needed=needs.interpreter_needed,
        words=needs.words,
        review_on=needs.review_on,
        recorded_at=needs.recorded_at,
    )


def contact_rules_of(client: Client) -> ContactRulesShown | None:
    """Give how the client can be reached; None: it was not asked."""
    rules = client.contact_rules
    if rules is None:
        return None
    return ContactRulesShown(
        safe=rules.safe,
        preferred=rules.preferred,
        shared=rules.shared,
        may_name_the_service=rules.may_name_the_service,
        may_leave_a_message=rules.may_leave_a_message,
        words=rules.words,
        recorded_at=rules.recorded_at,
    )
