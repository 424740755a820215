"""Durable consumers: made at the checkpoint of whoever reads, and put back to it.

The checkpoint in the database is the truth; the durable only remembers what was handed out.
"""

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, ConsumerInfo, DeliverPolicy
from nats.js.errors import NotFoundError


def durable_config(durable: str, *, in_flight: int, ack_wait: float = 30.0) -> ConsumerConfig:
    """Give the configuration of a durable: nothing is ever given up or forgotten."""
    return ConsumerConfig(
        name=durable,
        durable_name=durable,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ack_wait,
        max_deliver=-1,
        max_ack_pending=in_flight,
        metadata={"owner": durable.partition("_")[0]},
    )


async def ensure_durable(
    js: JetStreamContext, stream: str, config: ConsumerConfig, *, position: int, alone: bool
) -> int:
    """See that the durable exists, and that nothing after `position` has passed it by.

    A missing one is made and put at `position + 1`. One that exists keeps its configuration.
    It is put back when it believes more done than the checkpoint says (the database was
    restored), and, for a reader that is `alone`, whenever it holds messages that an earlier
    copy took and never finished: waiting for them would take `ack_wait`. Then what it says is
    the last position that was handed out (0: nothing is unfinished), because being put back
    makes NATS forget how often anything was delivered.
    """
    durable = config.durable_name or ""
    try:
        live = await js.consumer_info(stream, durable)
    except NotFoundError:
        live = await js.add_consumer(stream, config)
    if _beside(live, position, alone=alone):
        await js.reset_consumer(stream, durable, seq=position + 1)
    if not live.num_ack_pending or live.delivered is None:
        return 0
    return live.delivered.stream_seq or 0


def _beside(live: ConsumerInfo, position: int, *, alone: bool) -> bool:
    done = (live.ack_floor.stream_seq or 0) if live.ack_floor else 0
    if alone:
        return done != position or bool(live.num_ack_pending)
    unused = not (live.delivered and live.delivered.consumer_seq)
    return done > position or (unused and done != position)
