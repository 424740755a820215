"""By which numbers a programme takes people in, and who chooses them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field, StrictBool, StrictInt

from ht_intake.domain.taking_in import ChooseTakingIn, TakingIn
from ht_intake.handling import TakingIns, taking_in_id
from ht_intake.programme_numbers import USUAL, numbers_of
from ht_intake.routes.forms import Form, programme_of
from ht_kit.audit import shows_nobody
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, ReadDep, allows

router = APIRouter(prefix="/taking-in", tags=["registers"])

Days = Annotated[StrictInt, Field(ge=1, le=90)]


class TakingInForm(Form):
    """The body of POST /taking-in, and the answer to GET: all the numbers from now on."""

    first_contact_days: Days = USUAL.first_contact_days
    attempts: Annotated[StrictInt, Field(ge=1, le=10)] = USUAL.attempts
    attempts_over_days: Annotated[StrictInt, Field(ge=0, le=90)] = USUAL.attempts_over_days
    draft_days: Days = USUAL.draft_days
    self_referrals: StrictBool = USUAL.self_referrals


async def _here(read: ReadDep, actor: ActorDep) -> TakingIn:
    return await numbers_of(read, actor.programme)


TakingInDep = Annotated[TakingIn, Depends(_here)]


@router.post("", dependencies=[Depends(allows("taking-in:write"))])
async def choose_taking_in(
    form: TakingInForm, chosen: TakingIns, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Say by which numbers the programme takes people in from now on."""
    programme = programme_of(asked.actor)
    command = ChooseTakingIn(
        programme=programme,
        chosen=TakingIn(
            first_contact_days=form.first_contact_days,
            attempts=form.attempts,
            attempts_over_days=form.attempts_over_days,
            draft_days=form.draft_days,
            self_referrals=form.self_referrals,
        ),
        asked_at=asked.at,
    )
    stream = taking_in_id(asked.actor.organisation, programme)
    return answer(await chosen.create(stream, command, asked=asked))


@router.get("", dependencies=[Depends(allows("taking-in:read")), Depends(shows_nobody)])
async def show_taking_in(actor: ActorDep, numbers: TakingInDep) -> TakingInForm:
    """Show the numbers: as usual, until the programme chooses."""
    programme_of(actor)
    return TakingInForm(
        first_contact_days=numbers.first_contact_days,
        attempts=numbers.attempts,
        attempts_over_days=numbers.attempts_over_days,
        draft_days=numbers.draft_days,
        self_referrals=numbers.self_referrals,
    )
