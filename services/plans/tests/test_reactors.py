"""What plans does because of what happened elsewhere, or because a day has come.

Intake chose the case's id: an event that comes again finds the case open.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime

import asyncpg
import orjson
import pytest
from nats.aio.client import Client

from ht_contracts.envelope import CONTENT_TYPE, Published
from ht_contracts.intake import DeathRecorded, DeathReversed, TakingPartWithdrawn
from ht_kit.due import DueRunner
from ht_kit.handlers import Handlers
from ht_kit.ids import new_id
from ht_kit.nats_connection import connect
from ht_kit.topology import EventStream, apply
from ht_local.pytest_engines import NatsServer
from ht_plans.app import SERVICE
from ht_plans.handling import CASE, PLAN
from ht_plans.reactors import DURABLE, reactors

from .programme import JUNE, TOM, Northfield, converted, envelope_of

pytestmark = pytest.mark.engines


class Intake:
    """Tells what happened in intake, over the real NATS."""

    def __init__(self, client: Client, northfield: Northfield) -> None:
        self._client, self._northfield = client, northfield

    async def tells(self, *facts: Published) -> None:
        """Tell each of these facts; one that is told twice keeps its event's id."""
        ids: dict[int, str] = {}
        for fact in facts:
            envelope = envelope_of(fact)
            envelope["id"] = ids.setdefault(id(fact), envelope["id"])
            self.position = (
                await self._client.jetstream().publish(
                    f"evt.intake.wellbeing-northfield.something.{new_id()}",
                    orjson.dumps(envelope),
                    headers={
                        "Content-Type": CONTENT_TYPE,
                        "ce-id": envelope["id"],
                        "ce-type": fact.type,
                    },
                )
            ).seq

    async def has_been_heard(self) -> None:
        """Wait until plans has done all that follows from what was told."""
        deadline = time.monotonic() + 20
        while await self._heard() != self.position:
            assert time.monotonic() < deadline, "plans did not hear of it"
            await asyncio.sleep(0.02)

    async def _heard(self) -> int | None:
        found: int | None = await self._northfield.worker.fetchval(
            "SELECT position FROM consumer_position WHERE consumer = $1", DURABLE
        )
        return found


@asynccontextmanager
async def listening(northfield: Northfield, nats_server: NatsServer) -> AsyncIterator[Intake]:
    """Have the reactors run while the block runs."""
    nats_url = nats_server.account()
    client = await connect(nats_url, name="test")
    await apply(client.jetstream(), [EventStream(service="intake")])
    context = {
        "case": northfield.handlers.of(CASE),
        "plan": northfield.handlers.of(PLAN),
        "reader": northfield.reader,
        "handlers": northfield.handlers,
    }
    task = asyncio.create_task(reactors.run(northfield.worker, nats_url, context))
    try:
        yield Intake(client, northfield)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await client.close()


async def test_a_conversion_opens_one_case_however_often_it_is_delivered(
    northfield: Northfield, nats_server: NatsServer
) -> None:
    case = new_id()
    told = converted(case, new_id())

    async with listening(northfield, nats_server) as intake:
        await intake.tells(told, told)
        await intake.has_been_heard()

    assert await northfield.history_of(case) == ["case_opened"]
    assert len((await northfield.shows("/cases"))["items"]) == 1


async def test_withdrawing_ends_the_support_of_a_case_opened_a_moment_before(
    northfield: Northfield, nats_server: NatsServer
) -> None:
    case, client = new_id(), new_id()
    withdrawn = TakingPartWithdrawn(client=client, withdrawn_at=datetime.fromisoformat(JUNE))

    async with listening(northfield, nats_server) as intake:
        await intake.tells(converted(case, client), withdrawn, withdrawn)
        await intake.has_been_heard()

    assert await northfield.history_of(case) == ["case_opened", "support_withdrawn"]
    booking = {"kind": "planning", "medium": "01", "planned_start": "2026-07-01T09:00:00Z"}
    answer = await northfield.ask(f"/cases/{case}/bookings", booking)
    assert answer.json()["type"] == "urn:ht:problem:support-has-ended"


async def test_a_withdrawal_concerns_nobody_elses_case(
    northfield: Northfield, nats_server: NatsServer
) -> None:
    case = await northfield.opens_a_case()
    somebody = TakingPartWithdrawn(client=new_id(), withdrawn_at=datetime.now(UTC))

    async with listening(northfield, nats_server) as intake:
        await intake.tells(somebody)
        await intake.has_been_heard()

    assert await northfield.history_of(case) == ["case_opened"]


def on(day: date, handlers: Handlers) -> DueRunner:
    assert SERVICE.due is not None
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return DueRunner("plans", SERVICE.due(handlers), clock=lambda: noon)


async def test_a_check_is_put_on_the_list_when_its_day_has_come(northfield: Northfield) -> None:
    plan = await a_plan_signed_off(northfield)

    assert await on(date(2026, 6, 8), northfield.handlers).run_once(northfield.worker) == 0
    assert await on(date(2026, 6, 9), northfield.handlers).run_once(northfield.worker) == 1
    assert await on(date(2026, 6, 9), northfield.handlers).run_once(northfield.worker) == 0

    (first, *others) = (await northfield.shows("/checks"))["items"]
    assert (first["due_on"], first["fell_due"]) == ("2026-06-09", True)
    assert [line["fell_due"] for line in others] == [False, False]
    assert (await northfield.history_of(plan))[-1] == "maintenance_check_fell_due"


async def test_a_day_noted_by_the_plans_id_alone_puts_its_check_on_the_list_too(
    northfield: Northfield,
) -> None:
    plan = await a_plan_signed_off(northfield)
    admin = await asyncpg.connect(northfield.database.admin_url)
    try:
        await admin.execute("UPDATE due SET aggregate = $1, payload = payload - 'plan'", plan)
    finally:
        await admin.close()

    assert await on(date(2026, 6, 9), northfield.handlers).run_once(northfield.worker) == 1
    assert (await northfield.history_of(plan))[-1] == "maintenance_check_fell_due"


async def test_a_check_done_before_it_was_listed_is_listed_no_more(
    northfield: Northfield,
) -> None:
    plan = await a_plan_signed_off(northfield)
    checks = (await northfield.shows(f"/plans/{plan}"))["checks"]
    await northfield.does(
        f"/plans/{plan}/checks/{checks[0]['check']}/result",
        {"result": "maintained", "checked_at": JUNE, "mode": "telephone"},
    )

    assert await on(date(2026, 6, 9), northfield.handlers).run_once(northfield.worker) == 0
    assert (await northfield.history_of(plan))[-1] == "maintenance_checked"


async def a_plan_signed_off(northfield: Northfield) -> str:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, _ = await northfield.signs_off(case)
    return plan


DIED_AT = datetime(2026, 4, 14, 9, tzinfo=UTC)
BOOKED = {"kind": "review", "medium": "01", "planned_start": "2026-06-10T09:00:00Z"}


async def test_a_death_stops_everything_once_however_often_it_is_told(
    northfield: Northfield, nats_server: NatsServer
) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    await northfield.assesses(case)
    done, _ = await northfield.signs_off(case)
    plan, _ = await northfield.agrees(case)
    await northfield.does(f"/cases/{case}/bookings", BOOKED)
    died = DeathRecorded(client=client, recorded_at=DIED_AT)

    async with listening(northfield, nats_server) as intake:
        await intake.tells(died, died, DeathRecorded(client=client, recorded_at=DIED_AT))
        await intake.has_been_heard()

    closure = (await northfield.shows(f"/cases/{case}"))["course"]["closure"]
    assert (closure["reason"], closure["conclusion"]) == ("06", "ended_early")
    assert (await northfield.history_of(case)).count("case_closed") == 1
    assert (await northfield.shows(f"/plans/{plan}"))["status"] == "abandoned"
    assert (await northfield.shows(f"/plans/{plan}"))["result"] is None
    checks = (await northfield.shows(f"/plans/{done}"))["checks"]
    assert {check["result"] for check in checks} == {"cancelled"}
    assert (await northfield.shows("/due?until=2999-01-01", by="sarah"))["items"] == []
    assert (await northfield.shows("/checks"))["items"] == []
    (line,) = (await northfield.shows("/cases"))["items"]
    assert line["next_session_at"] is None


async def test_a_death_that_was_a_mistake_brings_everything_back(
    northfield: Northfield, nats_server: NatsServer
) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    await northfield.assesses(case)
    done, _ = await northfield.signs_off(case)
    plan, goal = await northfield.agrees(case)
    await northfield.does(f"/cases/{case}/bookings", BOOKED)
    before = await northfield.shows("/due?until=2999-01-01", by="sarah")
    died = DeathRecorded(client=client, recorded_at=DIED_AT)
    alive = DeathReversed(client=client, reversed_at=DIED_AT)

    async with listening(northfield, nats_server) as intake:
        await intake.tells(died, alive, alive)
        await intake.has_been_heard()

    assert (await northfield.shows(f"/cases/{case}"))["course"]["standing"] == "open"
    assert await northfield.shows("/due?until=2999-01-01", by="sarah") == before
    (line,) = (await northfield.shows("/cases"))["items"]
    assert line["next_session_at"] == "2026-06-10T09:00:00Z"
    assert (await northfield.history_of(done)).count("plan_taken_up_again") == 1
    ending = {
        "signed_off_at": JUNE,
        "results": {goal: "achieved"},
        "client_present": "telephone",
    }
    await northfield.does(f"/plans/{plan}/sign-off", ending)


async def test_a_booking_whose_time_was_given_away_is_called_off_on_the_way_back(
    northfield: Northfield, nats_server: NatsServer
) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    other = await northfield.opens_a_case()
    with_tom = BOOKED | {"worker": str(TOM)}
    await northfield.does(f"/cases/{case}/bookings", with_tom)
    died = DeathRecorded(client=client, recorded_at=DIED_AT)

    async with listening(northfield, nats_server) as intake:
        await intake.tells(died)
        await intake.has_been_heard()
        await northfield.does(f"/cases/{other}/bookings", with_tom)
        await intake.tells(DeathReversed(client=client, reversed_at=DIED_AT))
        await intake.has_been_heard()

    shown = await northfield.shows(f"/cases/{case}")
    assert shown["course"]["standing"] == "open"
    assert [session["attendance"] for session in shown["sessions"]] == ["4"]


async def test_a_death_ends_nothing_of_anybody_else(
    northfield: Northfield, nats_server: NatsServer
) -> None:
    case = await northfield.opens_a_case()

    async with listening(northfield, nats_server) as intake:
        await intake.tells(DeathRecorded(client=new_id(), recorded_at=DIED_AT))
        await intake.has_been_heard()

    assert await northfield.history_of(case) == ["case_opened"]
