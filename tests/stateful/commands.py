"""What may be asked for, and what must come of it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import strategies as st
from tests.soak import things

from ht_kit.decider import Erased, KeyReused, NoSuchThing, Recorded, StaleVersion, Taken
from ht_local.pytest_engines import PostgresServer

from .dying import Fate, Loop
from .happening import Player, fates, may_happen
from .model import Model, Wanted
from .service import OTHERS, OURS
from .world import World

T = TypeVar("T")
NUMBER = st.integers(0, 1000)
Unsure: TypeAlias = tuple[str, UUID, things.Command]


class Commands(Player):
    """Commands, and a model that knows what must have come of them."""

    def __init__(
        self,
        postgres: PostgresServer,
        nats_url: str,
        loop: Loop,
        planted: Mapping[str, tuple[str, str]],
    ) -> None:
        super().__init__()
        self._postgres, self._nats_url, self._loop = postgres, nats_url, loop
        self._planted = planted
        self._salt = uuid4()  # the key database is shared, and erased stays erased
        self._model = Model()
        self._number = 0
        self._made: list[UUID] = []
        self._unsure: list[Unsure] = []

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)

    def _new(self) -> UUID:
        self._number += 1
        return uuid5(self._salt, str(self._number))

    def begin(self) -> None:
        """There is one thing, and everybody runs."""
        self._world = self._do(World.made(self._postgres, self._nats_url, self._planted))
        self.make(1)

    def close(self) -> None:
        """Everybody dies."""
        if hasattr(self, "_world"):
            self._do(self._world.close())

    def _one(self, number: int) -> UUID:
        return self._made[number % len(self._made)]

    # Commands.

    @may_happen(count=st.integers(1, 5))
    def make(self, count: int) -> None:
        """Something new is written."""
        stream, ask = self._making(count)
        self._do(ask)
        self._made.append(stream)

    @may_happen(stream=NUMBER)
    def conflict(self, stream: int) -> None:
        """Who has read another version is told so, and nothing is written."""
        longest = sum(each.size for each in self._model.wanted.values())
        ask = self._world.here.ask(
            self._one(stream),
            things.Mark(mark=self._new(), count=1),
            key=str(self._new()),
            expected=longest + 1,
        )
        with pytest.raises(StaleVersion):
            self._do(ask)

    @may_happen(
        stream=NUMBER, news=st.integers(0, 3), marks=st.integers(1, 3), twice=st.booleans()
    )
    def crowd(self, stream: int, news: int, marks: int, twice: bool) -> None:
        """Much is asked for at one moment, of two copies; each is done, and answered, once."""
        asks = [self._making(2)[1] for _ in range(news)]
        asks += [
            self._marking(self._one(stream), 2, self._copy(number)) for number in range(marks)
        ]
        if twice:
            asks += self._asking_twice(self._one(stream))
        self._do(self._all(asks))

    @may_happen(label=st.sampled_from("abc"))
    def claim(self, label: str) -> None:
        """What only one may have is asked for twice at one moment: one of them has it."""
        streams = [self._new(), self._new()]
        answers = self._do(self._claims(label, streams))
        for stream, (wanted, answer) in zip(streams, answers, strict=True):
            if isinstance(answer, Taken):
                continue
            assert isinstance(answer, Recorded), answer
            assert self._model.labels.setdefault(label, stream) == stream, "two have a label"
            self._model.done(str(wanted.mark), wanted, answer)
        holder = self._model.labels[label]
        refused = [answer for _, answer in answers if isinstance(answer, Taken)]
        told = [each.holder for each in refused]
        assert told == [holder] * (2 - (holder in streams)), "who holds it is another"

    @may_happen(number=NUMBER, other=st.sampled_from(["", "in other words"]))
    def repeat(self, number: int, other: str) -> None:
        """A key that was used is answered as before, or refused; nothing is written."""
        if not self._model.answers:
            return
        keys = list(self._model.answers)
        key = keys[number % len(keys)]
        wanted = self._model.wanted[key]
        again = self._copy(number).ask(
            wanted.stream,
            things.Mark(mark=wanted.mark, count=wanted.size),
            key=key.removeprefix(f"{OTHERS} "),
            words=other,
            organisation=wanted.organisation,
        )
        if other:
            with pytest.raises(KeyReused):
                self._do(again)
            return
        recorded = self._do(again)
        assert recorded.repeated, f"{key} was done again"
        self._model.done(key, wanted, recorded)

    @may_happen(stream=NUMBER, number=NUMBER)
    def ask_as_another_organisation(self, stream: int, number: int) -> None:
        """Others see nothing of ours, not even the answers of our keys; theirs are theirs."""
        used = [key for key in self._model.answers if not key.startswith(OTHERS)]
        key = used[number % len(used)]
        mark = things.Mark(mark=self._new(), count=1)
        foreign = self._one(stream)
        ask = self._world.here.ask(foreign, mark, key=key, organisation=OTHERS)
        with pytest.raises(NoSuchThing):
            self._do(ask)
        if f"{OTHERS} {key}" not in self._model.answers:
            self._do(self._making(1, key=key, organisation=OTHERS)[1])

    @may_happen(
        times=2,
        stream=NUMBER,
        count=st.integers(1, 5),
        fate=fates("die", "cut", "freeze", words=4, awaits=12),
    )
    def strike_a_command(self, stream: int, count: int, fate: Fate) -> None:
        """Something happens to whoever asks: it may have been done, whole, or not."""
        mark = self._new()
        command, key = things.Mark(mark=mark, count=count), str(mark)
        wanted = Wanted(self._one(stream), mark, count, OURS)
        recorded = self._do(self._world.ask_and(fate, wanted.stream, command, key=key))
        if recorded is None:
            self._model.perhaps(key, wanted)
        else:
            self._model.done(key, wanted, recorded)
        self._unsure.append((key, wanted.stream, command))

    @may_happen()
    def ask_again(self) -> None:
        """Whoever does not know asks again with the same key, and it is done once."""
        for key, stream, command in self._unsure:
            recorded = self._do(self._world.here.ask(stream, command, key=key))
            self._model.done(key, self._model.wanted[key], recorded)
        self._unsure.clear()

    @may_happen(stream=NUMBER, read_before=st.booleans(), meanwhile=st.booleans())
    def erase(self, stream: int, read_before: bool, meanwhile: bool) -> None:
        """A client's key is destroyed, again or for the first time: only the name is gone."""
        client = self._one(stream)
        if read_before:
            self._reads(client)
        self._do(self._erase(client, meanwhile=meanwhile))
        self._model.erased(client)
        self._reads(client)
        make = things.Make(mark=self._new(), count=1, owner=client, owner_name="Rose Example")
        with pytest.raises(Erased):
            self._do(self._world.there.ask(self._new(), make, key=str(self._new())))

    # How it is asked for.

    def _copy(self, number: int) -> Any:
        return self._world.there if number % 2 else self._world.here

    def _making(
        self, count: int, *, key: str = "", organisation: str = OURS
    ) -> tuple[UUID, Coroutine[Any, Any, None]]:
        stream, mark, number = self._new(), self._new(), self._number
        name = f"Rose Example {stream}"
        command = things.Make(mark=mark, count=count, owner=stream, owner_name=name)
        known = f"{organisation} {key}" if key else str(mark)

        async def make() -> None:
            recorded = await self._copy(number // 2).ask(
                stream, command, key=key or known, organisation=organisation
            )
            self._model.done(known, Wanted(stream, mark, count, organisation), recorded)
            self._model.named(stream, name)

        return stream, make()

    async def _marking(self, stream: UUID, count: int, copy: Any) -> None:
        mark = self._new()
        command = things.Mark(mark=mark, count=count)
        recorded = await copy.ask(stream, command, key=str(mark))
        self._model.done(str(mark), Wanted(stream, mark, count, OURS), recorded)

    def _asking_twice(self, stream: UUID) -> Sequence[Coroutine[Any, Any, None]]:
        mark = self._new()
        command, wanted = things.Mark(mark=mark, count=1), Wanted(stream, mark, 1, OURS)

        async def ask(copy: Any) -> None:
            self._model.done(str(mark), wanted, await copy.ask(stream, command, key=str(mark)))

        return [ask(self._world.here), ask(self._world.there)]

    def _news(self, count: int) -> Callable[[], Awaitable[None]]:
        async def happen() -> None:
            await self._all([self._making(3)[1] for _ in range(count)])

        return happen

    async def _claims(
        self, label: str, streams: Sequence[UUID]
    ) -> list[tuple[Wanted, Recorded | BaseException]]:
        wanted = [Wanted(stream, self._new(), 1, OURS) for stream in streams]
        answers = await asyncio.gather(
            *(
                self._copy(number).ask(
                    each.stream,
                    things.Make(mark=each.mark, count=1, owner=each.stream, label=label),
                    key=str(each.mark),
                )
                for number, each in enumerate(wanted)
            ),
            return_exceptions=True,
        )
        return list(zip(wanted, answers, strict=True))

    async def _all(self, asks: Sequence[Coroutine[Any, Any, None]]) -> None:
        await asyncio.gather(*asks)

    async def _erase(self, stream: UUID, *, meanwhile: bool) -> None:
        here = self._world.here
        reading = [here.name_of(stream)] if meanwhile else []
        await asyncio.gather(here.erase(stream), *reading)

    def _reads(self, stream: UUID) -> None:
        for copy in (self._world.here, self._world.there):
            read = self._do(copy.name_of(stream))
            assert read == self._model.names[stream], "another name is read"
