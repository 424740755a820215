"""Promises, made because things happened, which fall due on a day. To whom is personal."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_kit.aggregate import Aggregate, Decider, Row
from ht_kit.asked import Asked
from ht_kit.because import system_actor
from ht_kit.codec import Codec
from ht_kit.decider import Handler
from ht_kit.event_store import EventStore
from ht_kit.ids import new_id
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.pools import open_pool
from ht_kit.reading import Pool
from ht_kit.sealing import Sealing

from .things import ORGANISATION, PROGRAMME

KIND = "promise"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    due_on: date
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFellDue:
    due_on: date


Event: TypeAlias = PromiseMade | PromiseFellDue


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePromise:
    due_on: date
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPromiseDue:
    today: date


Command: TypeAlias = MakePromise | MarkPromiseDue


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    made: PromiseMade | None = None
    fell_due: bool = False


class NothingPromised(Exception):  # noqa: N818 - named for its reason
    """Nothing was promised here."""


def decide(command: Command, promise: Promise) -> list[Event]:
    match command:
        case MakePromise():
            return [] if promise.made else [PromiseMade(due_on=command.due_on, to=command.to)]
        case MarkPromiseDue():
            if promise.made is None:
                raise NothingPromised
            if promise.fell_due or command.today < promise.made.due_on:
                return []
            return [PromiseFellDue(due_on=promise.made.due_on)]


def evolve(promise: Promise, event: Event) -> Promise:
    match event:
        case PromiseMade():
            return Promise(made=event)
        case PromiseFellDue():
            return replace(promise, fell_due=True)


def _due(promise_id: UUID, promise: Promise) -> list[Row]:
    if promise.made is None:
        return []
    line = {
        "kind": KIND,
        "aggregate": promise_id,
        "due_on": promise.made.due_on,
        "programme": PROGRAMME,
        "payload": {},
        "done_at": datetime(2026, 1, 1, tzinfo=UTC) if promise.fell_due else None,
    }
    return [Row("due", line)]


PROMISE = Aggregate[Command, Promise, Event](
    name="promise",
    decider=Decider(decide=decide, evolve=evolve, initial=Promise()),
    codec=Codec[Event](
        service="things",
        aggregate="promise",
        events=(PromiseMade, PromiseFellDue),
        personal={PromiseMade: frozenset({"to"})},
    ),
    rows=_due,
    programmes=lambda _: frozenset({PROGRAMME}),
    client=lambda promise_id, _: promise_id,
)

Promises: TypeAlias = Handler[Command, Promise, Event]


@asynccontextmanager
async def keeping_promises(
    writer_url: str, reader_url: str, keys_url: str
) -> AsyncIterator[Promises]:
    """Give the handler of promises, over pools of its own."""
    async with AsyncExitStack() as closing:

        async def pool(url: str) -> Pool:
            opened = await open_pool(url, at_most=4, at_least=0)
            return await closing.enter_async_context(opened)

        store = EventStore(await pool(writer_url), await pool(reader_url), "things")
        closing.push_async_callback(store.close)
        wrapping = WrappingKeys("first", {"first": bytes(32)})
        keyring = Keyring(await pool(keys_url), wrapping, "faults", remembered=0)
        yield Handler(PROMISE, store, Sealing(keyring, bytes(range(32))))


def asked_at(at: datetime) -> Asked:
    """Give the circumstances of a command that a test asks for."""
    return Asked(
        actor=system_actor("things", ORGANISATION, PROGRAMME),
        key=str(new_id()),
        fingerprint="",
        at=at,
        new_id=new_id(),
        correlation_id=new_id(),
    )
