"""One process of writers: `python -m tests.soak.writer NAME GENERATION RATE`.

Several callers ask side by side for commands of several shapes. What is not known to have
been done is asked for again with the same key, if need be by the next process of this name.
When it is over, each finishes what it began.
"""

import asyncio
import hashlib
import random
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import structlog

from ht_kit.asked import Actor
from ht_kit.asked import Asked as Circumstances
from ht_kit.clock import now
from ht_kit.decider import KeyReused, NoSuchThing, StaleVersion, StreamMoved, Taken
from ht_kit.event_store import Seen, Written
from ht_kit.ids import new_id
from ht_kit.logging import configure
from ht_kit.recording import Request
from ht_kit.writing import Change, write_down

from . import things
from .diary import Diary, Intent, Read, Told
from .place import Opened, Place, opened

ORGANISATION = "northfield-council"
CALLERS = 6
_SHARED = 5
_LABELS = 400
_LONG = 400  # events of one stream
_REFUSALS = (things.Refused, StaleVersion, StreamMoved, Taken, KeyReused, NoSuchThing)


def shared(seed: int) -> list[UUID]:
    """Give the streams that every writer writes to."""
    return [uuid5(UUID(int=seed), str(number)) for number in range(_SHARED)]


@dataclass
class Writer:
    """Asks, notes what it was told, and never gives up on what it does not know."""

    name: str
    seed: int
    diary: Diary
    holds: Opened
    dice: random.Random
    done: list[tuple[Intent, Told]] = field(default_factory=list)
    due: list[UUID] = field(default_factory=list)

    async def ask(self, intent: Intent) -> Told | None:
        """Have one command done, or refused, for certain."""
        self.diary.intends(intent)
        return await self.settle(intent)

    async def settle(self, intent: Intent) -> Told | None:
        """Ask until there is an answer."""
        wait = 0.1
        while True:
            try:
                told = await self._attempt(intent)
            except _REFUSALS as refusal:
                self.diary.was_refused(intent.key, type(refusal).__name__)
                self._look(intent, refusal)
                return None
            except Exception as error:  # noqa: BLE001 - an outcome that is not known
                self.diary.knows_not(intent.key, type(error).__name__)
                await asyncio.sleep(wait * self.dice.uniform(0.5, 1.5))
                wait = min(2 * wait, 2.0)
            else:
                self.diary.was_told(intent.key, told)
                if intent.stood is not None and told.version != intent.stood + intent.count:
                    self.diary.was_wronged(f"{intent} was answered with {told}")
                self.done.append((intent, told))
                return told

    def _look(self, intent: Intent, refusal: Exception) -> None:
        """A stream that was acknowledged is there; a key used in another way is refused."""
        if isinstance(refusal, NoSuchThing) or isinstance(refusal, KeyReused) != (
            intent.do == "reuse"
        ):
            self.diary.was_wronged(f"{intent} was refused with {type(refusal).__name__}")

    async def _attempt(self, intent: Intent) -> Told:
        handler = self.holds.handlers.of(things.THING)
        asked = self._circumstances(intent)
        match intent.do:
            case "make":
                command = things.Make(
                    mark=intent.mark,
                    count=intent.count,
                    owner=intent.stream,
                    owner_name=intent.owner_name,
                    due_on=intent.due_on,
                    label=intent.label,
                )
                recorded = await handler.create(intent.stream, command, asked=asked)
            case "pair":
                return await self._pair(intent, asked)
            case "mark" | "reuse":
                mark = things.Mark(mark=intent.mark, count=intent.count)
                recorded = await handler.handle(intent.stream, mark, asked=asked)
            case "same":
                same = things.MarkUnlessTheSame(mark=intent.mark)
                recorded = await handler.handle(intent.stream, same, asked=asked)
            case "too much":
                recorded = await handler.handle(intent.stream, things.AskTooMuch(), asked=asked)
        return Told(stream=recorded.id, version=recorded.version, position=recorded.position)

    async def _pair(self, intent: Intent, asked: Circumstances) -> Told:
        """Write to two new streams in one request, all or nothing."""
        assert intent.other is not None
        first = await self._made(intent, asked, intent.stream, 1)
        rest = await self._made(intent, asked, intent.other, intent.count - 1)
        request = replace(
            first,
            appends=[*first.appends, *rest.appends],
            rows=[*first.rows, *rest.rows],
        )
        match await self.holds.store.write(request):
            case Written(position):
                return Told(stream=intent.stream, version=1, position=position)
            case Seen(answer):
                return Told(
                    stream=answer.stream_id, version=answer.version, position=answer.position
                )
            case _:
                raise StreamMoved

    async def _made(
        self, intent: Intent, asked: Circumstances, stream: UUID, count: int
    ) -> Request:
        before = things.Thing()
        events = things.decide(things.Make(mark=intent.mark, count=count, owner=stream), before)
        after = before
        for event in events:
            after = things.evolve(after, event)
        change = Change(stream_id=stream, version=0, before=before, after=after, events=events)
        # Nothing personal is said, so that no key is asked for.
        return await write_down(things.THING, change, asked, {}, None)  # type: ignore[arg-type]

    def _circumstances(self, intent: Intent) -> Circumstances:
        return Circumstances(
            actor=Actor(
                subject=self.name,
                employer=ORGANISATION,
                organisation=ORGANISATION,
                programme=things.PROGRAMME,
                roles=frozenset({"health-trainer"}),
            ),
            key=intent.key.partition("#")[0],
            fingerprint=hashlib.sha256(str(intent.line()).encode()).hexdigest(),
            at=now(),
            new_id=intent.stream,
            correlation_id=new_id(),
            expected_version=intent.expected,
        )

    # What there is to ask for, shape by shape.

    def a_thing(self, **given: object) -> Intent:
        asked = {"stream": new_id(), "mark": new_id(), "count": 1, **given}
        return Intent(key=str(new_id()), do="make", stood=0, **asked)  # type: ignore[arg-type]

    def a_mark(self, stream: UUID, count: int = 1, *, stood: int | None = None) -> Intent:
        return Intent(
            key=str(new_id()),
            do="mark",
            stream=stream,
            mark=new_id(),
            count=count,
            stood=stood,
        )

    async def one_new(self) -> None:
        """Make a thing; half of them for somebody with a name."""
        name = "Rose Example" if self.dice.random() < 0.5 else None
        await self.ask(self.a_thing(owner_name=name))

    async def one_due(self) -> None:
        """Make a thing that is due, now or in a while; mark it and some older ones."""
        on = date(2026, 1, 1) + timedelta(days=self.dice.randrange(60))
        intent = self.a_thing(due_on=on)
        if await self.ask(intent):
            self.due = [*self.due[-20:], intent.stream]
        for stream in self.dice.sample(self.due, min(2, len(self.due))):
            await self.ask(self.a_mark(stream))

    async def one_taken(self) -> None:
        """Make a thing with a label that only one may have."""
        label = f"label {self.dice.randrange(_LABELS)}"
        await self.ask(replace(self.a_thing(label=label), stood=None))

    async def many_events(self) -> None:
        """Make a thing with many events in one command."""
        await self.ask(self.a_thing(count=self.dice.randint(2, 60)))

    async def contended(self) -> None:
        """Mark what everybody marks, as it is or as it was read."""
        stream = self.dice.choice(shared(self.seed))
        intent = self.a_mark(stream, self.dice.randint(1, 3))
        if self.dice.random() < 0.3:
            with suppress(Exception):  # a server is away: it has not been read, then
                loaded = await self.holds.store.load(stream, organisation=ORGANISATION)
                intent = replace(intent, expected=loaded.version)
        await self.ask(intent)

    async def long_stream(self) -> None:
        """Mark one thing again and again, as its only writer, saying what was read."""
        made = self.a_thing()
        version = 1 if await self.ask(made) else _LONG
        for _ in range(self.dice.randint(5, 25)):
            if version >= _LONG:
                return
            count = self.dice.randint(1, 6)
            intent = self.a_mark(made.stream, count, stood=version)
            told = await self.ask(replace(intent, expected=version))
            if told is None:
                return
            version = told.version

    async def in_company(self) -> None:
        """Ask for many things at one moment."""
        await asyncio.gather(*(self.ask(self.a_thing()) for _ in range(25)))

    async def pair(self) -> None:
        """Make two things in one request."""
        intent = replace(self.a_thing(count=self.dice.randint(2, 6)), do="pair", stood=None)
        await self.ask(replace(intent, other=new_id()))

    async def nothing(self) -> None:
        """Ask for what is so already, with a new key; then mark what it gave nothing for."""
        made = self.a_thing()
        if await self.ask(made):
            same = Intent(
                key=str(new_id()), do="same", stream=made.stream, mark=made.mark, count=0,
                stood=1,
            )  # fmt: skip
            await self.ask(same)
            await self.ask(self.a_mark(made.stream, stood=1))

    async def refused(self) -> None:
        """Ask for too much."""
        stream = self.dice.choice(shared(self.seed))
        await self.ask(
            Intent(key=str(new_id()), do="too much", stream=stream, mark=new_id(), count=0)
        )

    async def again(self) -> None:
        """Ask with a key that was answered, in the same words and in others."""
        if not self.done:
            return
        intent, told = self.dice.choice(self.done[-200:])
        answered = await self.settle(intent)
        if answered != told:
            self.diary.was_wronged(f"{intent} was answered with {told}, then {answered}")
        if intent.do != "pair":
            await self.ask(
                replace(
                    intent, do="reuse", key=f"{intent.key}#{new_id()}", mark=new_id(),
                    stood=None, expected=None,
                )
            )  # fmt: skip

    def shapes(self) -> list[tuple[int, Callable[[], Awaitable[None]]]]:
        """Give everything that may be asked for, with how often."""
        return [
            (20, self.one_new), (8, self.one_due), (6, self.one_taken), (4, self.many_events),
            (20, self.contended), (3, self.long_stream), (2, self.in_company), (6, self.pair),
            (5, self.nothing), (4, self.refused), (6, self.again),
        ]  # fmt: skip

    async def call(self, place: Place, pause: float) -> None:
        """Ask for one thing after the other until it is over."""
        weights, shapes = zip(*self.shapes(), strict=True)
        while not place.is_over:
            await self.dice.choices(shapes, weights)[0]()
            self.done = self.done[-200:]
            await asyncio.sleep(self.dice.expovariate(1 / pause))


async def work(name: str, generation: str, pause: float) -> None:
    place = Place.read()
    path = Path(place.folder) / f"diary-{name}.jsonl"
    before = Read()
    before.take(path)

    async with opened("things", place.things) as holds:
        dice = random.Random(f"{place.seed} {name} {generation}")
        writer = Writer(name, place.seed, Diary(path), holds, dice)
        left = [each.intent for each in before.asked.values() if not each.is_settled]
        for intent in left:
            writer.diary.knows_not(intent.key, "Killed")
        await asyncio.gather(*map(writer.settle, left))
        if place.is_over:
            return
        for stream in shared(place.seed):
            await writer.ask(replace(writer.a_thing(stream=stream), stood=None))
        await asyncio.gather(*(writer.call(place, pause) for _ in range(CALLERS)))


def main() -> None:
    configure("writer", style="json")
    try:
        asyncio.run(work(sys.argv[1], sys.argv[2], float(sys.argv[3])))
    except Exception:
        structlog.get_logger("soak").exception("writer_died")
        raise


if __name__ == "__main__":
    main()
