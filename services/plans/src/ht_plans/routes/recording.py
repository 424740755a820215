"""What a programme records, and who chooses it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ht_kit.audit import shows_nobody
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.codes import Instrument
from ht_plans.domain.recording import ChooseRecording
from ht_plans.handling import Recordings, recording_id
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form

router = APIRouter(prefix="/recording", tags=["instruments"])


class RecordingForm(Form):
    """The body of POST /recording: everything that is to be recorded from now on."""

    instruments: Annotated[frozenset[Instrument], Field(min_length=1)]
    techniques: bool = False
    com_b: bool = False


class RecordingView(BaseModel):
    """What the programme records, in the order in which it is asked."""

    instruments: list[Instrument]
    techniques: bool
    com_b: bool


@router.post("", dependencies=[Depends(allows("recording:write"))])
async def choose_recording(
    form: RecordingForm, recordings: Recordings, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Switch on what the programme records, and off what it does not."""
    stream = _of_programme(asked.actor)
    command = ChooseRecording(
        programme=asked.actor.programme or "",
        instruments=form.instruments,
        techniques=form.techniques,
        com_b=form.com_b,
        now=asked.at,
    )
    return answer(await recordings.create(stream, command, asked=asked))


@router.get("", dependencies=[Depends(allows("recording:read")), Depends(shows_nobody)])
async def read_recording(actor: ActorDep, facts: FactsDep) -> RecordingView:
    """Show what the programme records: the usual measures, until it chooses."""
    _of_programme(actor)
    recording = await facts.recording()
    return RecordingView(
        instruments=list(recording.instruments),
        techniques=recording.techniques,
        com_b=recording.com_b,
    )


def _of_programme(actor: ActorDep) -> UUID:
    if actor.programme is None:
        raise NoSuchThing
    return recording_id(actor.organisation, actor.programme)
