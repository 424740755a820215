"""A second invented service, with a database of its own: it answers each thing with an echo.

Each reaction makes a stream whose id follows from the event. The rule is as careless as those
of the things: what is asked for twice is heard twice.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from faststream import Context

from ht_contracts.envelope import Envelope, Published
from ht_kit.codec import Codec
from ht_kit.decider import Aggregate, Decider
from ht_kit.handlers import Handlers
from ht_kit.publishing import Publisher, Told
from ht_kit.reactors import Reactors, asked_because_of

from .things import ThingWasMade, ThingWasMarked

READER = "echoes_answer_thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoHeard:
    of: UUID
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    of: UUID
    sequence: int


def decide(command: Answer, _: int) -> list[EchoHeard]:
    return [EchoHeard(of=command.of, sequence=command.sequence)]


CODEC = Codec[EchoHeard](service="echoes", aggregate="echo", events=(EchoHeard,))

ECHO = Aggregate[Answer, int, EchoHeard](
    name="echo",
    decider=Decider(decide=decide, evolve=lambda heard, _: heard + 1, initial=0),
    codec=CODEC,
    rows=lambda *_: [],
    client=lambda *_: None,
)


class EchoWasHeard(Published):
    """An echo was heard."""

    type: ClassVar[str] = "ht.echoes.heard.v1"

    of: UUID


PUBLISHER = Publisher("echoes", {"echo": Told(CODEC, lambda event: EchoWasHeard(of=event.of))})


def the_reactors() -> Reactors:
    """Give the reactions, asking again soon: the soak has less time than a council."""
    reactors = Reactors("echoes", delays=(0.2, 0.5, 1.0))

    async def answer(
        event: Envelope[ThingWasMade] | Envelope[ThingWasMarked], handlers: Handlers
    ) -> None:
        asked = asked_because_of(event, READER)
        command = Answer(of=event.id, sequence=int(event.sequence))
        await handlers.of(ECHO).create(asked.new_id, command, asked=asked)

    @reactors.when(ThingWasMade, durable=READER)
    async def answer_when_made(
        event: Envelope[ThingWasMade], handlers: Annotated[Handlers, Context("handlers")]
    ) -> None:
        await answer(event, handlers)

    @reactors.when(ThingWasMarked, durable=READER)
    async def answer_when_marked(
        event: Envelope[ThingWasMarked], handlers: Annotated[Handlers, Context("handlers")]
    ) -> None:
        await answer(event, handlers)

    return reactors
