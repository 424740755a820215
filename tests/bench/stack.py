"""The whole system, and cases in it on which sessions can be recorded.

The programme is entered over HTTP, as people do. The cases are opened through plans' own
handler, connected as the service is: hundreds of conversions would only take time here.
"""

import asyncio
import base64
import random
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tests.bench.bed import asked

from ht_kit.composition import SIZES
from ht_kit.decider import Handler
from ht_kit.event_store import EventStore
from ht_kit.ids import new_id
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.pools import open_pool
from ht_kit.reading import Pool
from ht_kit.sealing import Sealing
from ht_local.demonstration.northfield import programme
from ht_local.engines.ports import require_free
from ht_local.identity.personas import DEMONSTRATION
from ht_local.lives.api import Api
from ht_local.lives.register import enter
from ht_local.place import Place
from ht_local.service_process import environment
from ht_local.system import System, whole_system
from ht_local.trouble import Trouble
from ht_plans.domain.case.commands import OpenCase, RecordAttended
from ht_plans.domain.codes import CaseId, ClientId, ReferralId, SessionId
from ht_plans.handling import CASE, CaseHandler

OPENED = datetime(2026, 1, 12, 9, tzinfo=UTC)
NOTE = "Talked about walking to the market, and what got in the way last week."


@contextmanager
def the_stack(folder: Path) -> Iterator[System]:
    """Run everything: two engines, four services, the identity provider."""
    with whole_system(_place(folder), lambda _: None) as system:
        asyncio.run(_enter_programme(system.place))
        yield system


def _place(folder: Path) -> Place:
    """Find ports that nobody uses now."""
    for _ in range(50):
        place = Place(data=folder / "stack", port_base=random.randrange(20000, 30000, 50))
        try:
            require_free(place.all_ports())
        except Trouble:
            continue
        return place
    raise Trouble("No free ports were found.")


async def _enter_programme(place: Place) -> None:
    async with Api(place) as api:
        await enter(api, programme(OPENED.date()))


@asynccontextmanager
async def cases_of(system: System) -> AsyncIterator[CaseHandler]:
    """Give plans' handler of cases, in this process."""
    told = environment(system.place, "plans", system.postgres, system.nats)
    async with AsyncExitStack() as closing:
        writer, reader, keys = [
            await closing.enter_async_context(
                await open_pool(told[f"HT_PLANS_{role.upper()}_URL"], at_most=SIZES[role])
            )
            for role in ("writer", "reader", "keys")
        ]
        store = EventStore(writer, reader, "plans")
        closing.push_async_callback(store.close)
        yield Handler(CASE, store, _sealing(keys, told))


def _sealing(keys: Pool, told: Mapping[str, str]) -> Sealing:
    wrapping = WrappingKeys.from_json(Path(told["HT_PLANS_KEK_FILE"]).read_text())
    search_key = base64.b64decode(Path(told["HT_PLANS_SEARCH_KEY_FILE"]).read_text())
    return Sealing(Keyring(keys, wrapping, "plans"), search_key)


async def open_cases(cases: CaseHandler, count: int) -> list[UUID]:
    """Open so many cases."""

    async def open_some(ids: list[UUID]) -> None:
        for case in ids:
            command = OpenCase(
                case=CaseId(case),
                client=ClientId(new_id()),
                referral=ReferralId(new_id()),
                programme=DEMONSTRATION,
                opened_at=OPENED,
            )
            await cases.create(case, command, asked=asked(programme=DEMONSTRATION))

    made = [new_id() for _ in range(count)]
    await asyncio.gather(*(open_some(made[caller::8]) for caller in range(8)))
    return made


async def record_session(cases: CaseHandler, case: UUID, number: int) -> int:
    """Record that a session took place, and give the position of that."""
    circumstances = asked(programme=DEMONSTRATION)
    command = RecordAttended(
        session=SessionId(circumstances.new_id),
        kind="planning",
        medium="01",
        place="B01",
        attendance="5",
        started_at=session_started(number),
        duration_minutes=45,
        note=NOTE,
        now=circumstances.at,
    )
    return (await cases.handle(case, command, asked=circumstances)).position


def session_started(number: int) -> datetime:
    """Give the beginning of a session, another for each number."""
    return OPENED + timedelta(minutes=number % 100_000)
