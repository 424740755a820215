"""Whatever stands in the streams, no reader of any service stops: each message is taken in,
passed over, or set aside with what is wrong with it, and a good one after it is taken.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import asyncpg
import pytest
from nats.errors import BadHeaderError
from nats.js import JetStreamContext
from shared.kit.tests.travel.things import eventually

from ht_contracts.registry import event_types
from ht_kit.cloudevents import NotAnEvent, read_event
from ht_kit.received import Message, take
from ht_kit.topology import stream_of
from ht_local.pytest_engines import NatsServer, PostgresServer
from ht_local.system import DECIDING

from .consumers import Reading, consumers, everything_reads
from .fuzzing import Sent, fuzzed, sample, well_sent

pytestmark = [pytest.mark.engines, pytest.mark.slow]

_OF_EACH: Final = 120
_REACTORS: Final = ("plans_open_case", "referrals_erase_clients")
_PARKED: Final = """
SELECT position, key, error FROM parked WHERE consumer = $1 ORDER BY position
"""
_TAKEN: Final[Mapping[str, tuple[str, str, str]]] = {
    "plans_known_intake": (
        "ht.intake.client_registered.v1",
        "client",
        "SELECT FROM known_clients WHERE client = $1::text::uuid",
    ),
    "plans_known_onward": (
        "ht.referrals.referral_sent.v1",
        "referral",
        "SELECT FROM known_onward WHERE referral = $1::text::uuid",
    ),
    "plans_open_case": (
        "ht.intake.referral_converted.v1",
        "case",
        "SELECT FROM cases WHERE case_id = $1::text::uuid",
    ),
    "referrals_known_intake": (
        "ht.intake.consent_given.v1",
        "consent",
        "SELECT FROM known_consents WHERE consent_id = $1::text::uuid",
    ),
    "referrals_known_plans": (
        "ht.plans.case_opened.v1",
        "case",
        "SELECT FROM known_cases WHERE case_id = $1::text::uuid",
    ),
    "referrals_erase_clients": (
        "ht.intake.client_erased.v1",
        "client",
        "SELECT FROM erasure WHERE client = $1::text::uuid",
    ),
    "reporting_intake": (
        "ht.intake.client_registered.v1",
        "client",
        "SELECT FROM fact_client WHERE client_id = $1::text::uuid",
    ),
    "reporting_plans": (
        "ht.plans.case_opened.v1",
        "case",
        "SELECT FROM fact_case WHERE case_id = $1::text::uuid",
    ),
    "reporting_referrals": (
        "ht.referrals.referral_sent.v1",
        "referral",
        "SELECT FROM fact_onward WHERE onward_id = $1::text::uuid",
    ),
}
"""By reader: a good event for it, what it is of, and what is there when it was taken."""


def test_every_reader_that_a_service_declares_is_attacked() -> None:
    assert _TAKEN.keys() == consumers().keys()


async def test_nothing_in_a_stream_stops_any_reader(
    postgres: PostgresServer, nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with everything_reads(postgres, nats_server.account(), monkeypatch) as reading:
        sent = {each: fuzzed(each, _kinds(each), _OF_EACH) for each in DECIDING}
        for messages in sent.values():
            await _publish(reading.js, messages)
        good = await _send_good_ones(reading.js)
        last = {each: await _last(reading.js, each) for each in DECIDING}

        async def all_are_level() -> bool:
            return await _positions(reading) == {
                name: last[source] for name, (_, source) in consumers().items()
            }

        await eventually(all_are_level, within=60, what=f"all at {last}")

        arrived = {each: await _arrived(reading.js, each, len(sent[each])) for each in DECIDING}
        for name, (service, source) in consumers().items():
            aside = await reading.ask(service, _PARKED, name)
            parked = {row["position"] for row in aside}
            unreadable = {
                each.position for each in arrived[source] if not _is_readable(each, name)
            }
            assert unreadable, source
            assert unreadable <= parked, (name, "passed over", unreadable - parked)
            assert max(parked) <= len(sent[source]), (name, "a good event was set aside")
            assert _without_a_reason(aside) == [], name
            assert len(await reading.ask(service, _TAKEN[name][2], good[name])) == 1, name
        entered = await reading.ask("reporting", "SELECT FROM ledger")
        assert len(entered) == sum(last.values())


def _kinds(service: str) -> list[str]:
    """Name the events of a service: rather those that somebody does something about."""
    told = [kind for kind in event_types() if kind.startswith(f"ht.{service}.")]
    heard = [kind for kind, _, _ in _TAKEN.values() if kind in told]
    return [*told, *heard * (len(told) // len(heard))]


async def _publish(js: JetStreamContext, messages: Sequence[Sent]) -> None:
    for message in messages:
        try:
            await js.publish(message.subject, message.body, headers=dict(message.headers))
        except BadHeaderError:  # the client sends no such thing
            await js.publish(message.subject, message.body)


async def _send_good_ones(js: JetStreamContext) -> dict[str, str]:
    """Send a good event for each reader, and give the id of what it is of."""
    ids = {}
    for name, (kind, about, _) in _TAKEN.items():
        event = sample(kind)
        await _publish(js, [well_sent(consumers()[name][1], event)])
        ids[name] = str(event["data"][about])
    return ids


async def _last(js: JetStreamContext, service: str) -> int:
    return int((await js.stream_info(stream_of(service))).state.last_seq)


async def _positions(reading: Reading) -> dict[str, int]:
    asked = "SELECT consumer, position FROM consumer_position"
    rows = [row for each in reading.databases for row in await reading.ask(each, asked)]
    return {row["consumer"]: row["position"] for row in rows}


async def _arrived(js: JetStreamContext, service: str, count: int) -> list[Message]:
    """Give what was sent as it arrives: headers are not always what they were."""
    pulled = await js.pull_subscribe(f"evt.{service}.>", stream=stream_of(service))
    found: list[Message] = []
    while len(found) < count:
        found += [Message.of(each) for each in await pulled.fetch(count - len(found))]
    await pulled.unsubscribe()
    return found


def _is_readable(message: Message, name: str) -> bool:
    """Say whether a reader can read it: of what a reactor does not act on, only the type."""
    if name not in _REACTORS:
        return take(message).fault is None
    try:
        read_event(message.headers, message.body)
    except NotAnEvent:
        return False
    return True


def _without_a_reason(aside: Sequence[asyncpg.Record]) -> list[int]:
    """Give what neither is at fault itself nor waits behind what is."""
    at_fault: set[str] = set()
    found = []
    for row in aside:
        if row["error"] is not None:
            at_fault.add(row["key"])
        elif row["key"] not in at_fault:
            found.append(row["position"])
    return found
