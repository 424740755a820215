"""The streams are what the definition says, or nothing starts."""

import pytest
from nats.aio.client import Client

from ht_kit.topology import (
    EventStream,
    TopologyDiffers,
    apply,
    assert_live,
    server_fault,
    stream_of,
)
from ht_local.pytest_engines import NatsServer

pytestmark = pytest.mark.engines
STREAMS = [EventStream(service="intake"), EventStream(service="plans")]


async def test_applying_makes_what_is_missing_and_then_nothing(client: Client) -> None:
    js = client.jetstream()

    assert await apply(js, STREAMS) == ["EVT_INTAKE: made", "EVT_PLANS: made"]
    assert await apply(js, STREAMS) == []
    await assert_live(js, STREAMS)

    live = (await js.stream_info(stream_of("intake"))).config
    assert (live.deny_delete, live.deny_purge, live.allow_atomic) == (True, True, True)
    assert (live.discard, live.storage, live.max_bytes, live.max_age) == ("new", "file", -1, 0)
    assert live.subjects == ["evt.intake.>"]


async def test_applying_changes_what_differs(client: Client) -> None:
    js = client.jetstream()
    unsafe = (
        STREAMS[0]
        .config()
        .evolve(deny_purge=False, allow_atomic=False, max_age=600, first_seq=21)
    )
    await js.add_stream(unsafe)

    with pytest.raises(TopologyDiffers) as told:
        await assert_live(js, STREAMS[:1])
    assert {each.setting for each in told.value.differences} == {
        "deny_purge",
        "allow_atomic",
        "max_age",
    }

    assert len(await apply(js, STREAMS[:1])) == 3
    await assert_live(js, STREAMS[:1])


async def test_a_missing_stream_is_told_and_may_be_forgiven(client: Client) -> None:
    js = client.jetstream()

    with pytest.raises(TopologyDiffers, match="EVT_INTAKE: the stream is missing"):
        await assert_live(js, STREAMS)
    await assert_live(js, STREAMS, may_be_missing=True)


async def test_a_server_that_writes_to_disk_first_is_trusted(nats_server: NatsServer) -> None:
    assert await server_fault(nats_server.monitoring_url) is None


async def test_a_server_that_does_not_answer_is_not_trusted() -> None:
    fault = await server_fault("http://127.0.0.1:9")

    assert fault == "the NATS server does not answer for itself (ConnectError)"
