"""What clients say after they were registered: asked when there is time, not before."""

from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field, StrictBool, StringConstraints, model_validator

from ht_contracts.codes import (
    Channel,
    CommunicationProfessional,
    CommunicationSupport,
    ContactMethod,
    Ethnicity,
    Gender,
    InformationFormat,
    YesOrNo,
)
from ht_intake.domain.client.saying import (
    AmendDetails,
    Names,
    NhsNumber,
    Reaching,
    RecordAccessNeeds,
    RecordAnswers,
    RecordContactRules,
)
from ht_intake.domain.codes import HowReached, NhsNumberAbsent
from ht_intake.domain.matching import Described
from ht_intake.handling import Clients
from ht_intake.routes import forms
from ht_intake.routes.forms import BirthForm, Day, Email, Form, FreeText, Instant, Telephone
from ht_intake.routes.knowing import FinderDep
from ht_intake.routes.places import PlaceForm, PlacesDep
from ht_kit.http import AnswerDep, Answered, AskedDep, allows

router = APIRouter(tags=["clients"])

_WRITES = [Depends(allows("client:write"))]
Codes = Annotated[tuple[Annotated[str, Field(max_length=48)], ...], Field(max_length=20)]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2}|q[1-5])$")]


class NamesForm(Form):
    """What somebody is called."""

    name: forms.Name | None = None
    called: forms.Name | None = None

    def told(self) -> Names:
        """Give what was said."""
        return Names(name=self.name, called=self.called)


class NhsNumberForm(Form):
    """An NHS number, or the reason why there is none."""

    number: forms.NhsNumber | None = None
    absent: NhsNumberAbsent | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.number is None) == (self.absent is None):
            raise ValueError("is one of number and absent")
        return self

    def told(self, *, known_here: bool) -> NhsNumber:
        """Give what was said, and whether somebody here has the number already."""
        return NhsNumber(number=self.number, absent=self.absent, known_here=known_here)


class ReachingForm(Form):
    """By what somebody can be reached, and through whom."""

    how_reached: HowReached
    reached_through: forms.Name | None = None
    telephone: Telephone | None = None
    email: Email | None = None

    def told(self) -> Reaching:
        """Give what was said."""
        return Reaching(
            how_reached=self.how_reached,
            reached_through=self.reached_through,
            telephone=self.telephone,
            email=self.email,
        )


class DetailsForm(Form):
    """The body of POST /clients/{client_id}/details. What is left out stays as it is."""

    amended_at: Instant
    because: Literal["corrected", "changed"] | None = None
    reason: FreeText | None = None
    names: NamesForm | None = None
    birth: BirthForm | None = None
    nhs_number: NhsNumberForm | None = None
    gender: Gender | None = None
    ethnicity: Ethnicity | None = None
    place: PlaceForm | None = None
    reaching: ReachingForm | None = None


class AnswersForm(Form):
    """The body of POST /clients/{client_id}/answers: GET /questions has the codes."""

    answers: Annotated[dict[forms.Code, Codes], Field(max_length=50)]
    recorded_at: Instant


class AccessNeedsForm(Form):
    """The body of POST /clients/{client_id}/access-needs: the four headings of DCB1605."""

    communication_support: tuple[CommunicationSupport, ...] = ()
    contact_methods: tuple[ContactMethod, ...] = ()
    information_formats: tuple[InformationFormat, ...] = ()
    communication_professionals: tuple[CommunicationProfessional, ...] = ()
    language: Language | None = None
    interpreter_needed: YesOrNo
    words: FreeText | None = None
    review_on: Day | None = None
    recorded_at: Instant


class ContactRulesForm(Form):
    """The body of POST /clients/{client_id}/contact-rules."""

    safe: tuple[Channel, ...]
    preferred: Channel | None = None
    shared: tuple[Channel, ...] = ()
    may_name_the_service: StrictBool
    may_leave_a_message: StrictBool
    words: FreeText | None = None
    recorded_at: Instant


@router.post("/clients/{client_id}/details", dependencies=_WRITES)
async def amend_details(
    *,
    client_id: UUID,
    form: DetailsForm,
    clients: Clients,
    places: PlacesDep,
    finder: FinderDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Complete what was not asked, correct what was wrong, or note what has changed."""
    number = form.nhs_number
    told = Described(nhs_number=number.number if number else None)
    seen = bool(await finder.matches(told, but=client_id))
    command = AmendDetails(
        amended_at=form.amended_at,
        asked_at=asked.at,
        because=form.because,
        reason=form.reason,
        names=form.names.told() if form.names else None,
        birth=form.birth.told() if form.birth else None,
        nhs_number=number.told(known_here=seen) if number else None,
        gender=form.gender,
        ethnicity=form.ethnicity,
        area=await places.area_of(form.place) if form.place else None,
        address=form.place.address if form.place else None,
        reaching=form.reaching.told() if form.reaching else None,
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/answers", dependencies=_WRITES)
async def record_answers(
    client_id: UUID, form: AnswersForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note what the client answers about their life. Earlier answers stay beside them."""
    command = RecordAnswers(
        answers=form.answers, recorded_at=form.recorded_at, asked_at=asked.at
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/access-needs", dependencies=_WRITES)
async def record_access_needs(
    client_id: UUID, form: AccessNeedsForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note what the client needs to understand and be understood, until it is reviewed."""
    command = RecordAccessNeeds(
        communication_support=form.communication_support,
        contact_methods=form.contact_methods,
        information_formats=form.information_formats,
        communication_professionals=form.communication_professionals,
        language=form.language,
        interpreter_needed=form.interpreter_needed,
        words=form.words,
        review_on=form.review_on,
        recorded_at=form.recorded_at,
        asked_at=asked.at,
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/contact-rules", dependencies=_WRITES)
async def record_contact_rules(
    client_id: UUID,
    form: ContactRulesForm,
    clients: Clients,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note how the client can be reached safely. Every message that goes out obeys it."""
    command = RecordContactRules(
        safe=form.safe,
        preferred=form.preferred,
        shared=form.shared,
        may_name_the_service=form.may_name_the_service,
        may_leave_a_message=form.may_leave_a_message,
        words=form.words,
        recorded_at=form.recorded_at,
        asked_at=asked.at,
    )
    return answer(await clients.handle(client_id, command, asked=asked))
