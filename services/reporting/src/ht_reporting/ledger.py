"""The ledger: every event received, in the order of receipt, exactly as it came.

It is a record, kept like the stores and never rebuilt. Its positions have no gaps and are in
commit order, because whoever takes them holds the head row until commit. Locks are taken in
one order: the projector's checkpoint row, then the head row, then the rows of facts; what
follows the head row is done by one projector at a time, so none waits for another in a ring.
"""

from collections.abc import Sequence
from uuid import UUID

from ht_kit.leadership import Connection
from ht_kit.projector import Received

# What follows in the transaction looks up the things of a batch by their ids. The size of
# batch and tables decides how that is best done, so plans are not reused; and reading a whole
# table is never it, however small the planner believes the table to be.
_TAKE_POSITIONS = """
    UPDATE ledger_head
       SET position = position + $1,
           received_at = greatest(clock_timestamp(), received_at),
           services = services || jsonb_build_object($2::text, $3::bigint)
    RETURNING position - $1 AS before, received_at,
              set_config('plan_cache_mode', 'force_custom_plan', true),
              set_config('enable_seqscan', 'off', true)
"""
_ENTER = """
    INSERT INTO ledger (position, service, service_position, event_id, type, organisation,
                        programme, client_id, body, hash, recorded_at, received_at)
    SELECT $1::bigint + e.number, $2::text, e.service_position, e.event_id, e.type,
           e.organisation, e.programme, e.client_id, e.body, e.hash, e.recorded_at,
           $3::timestamptz
      FROM unnest($4::bigint[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[],
                  $10::bytea[], $11::bytea[], $12::timestamptz[]) WITH ORDINALITY
           AS e (service_position, event_id, type, organisation, programme, client_id, body,
                 hash, recorded_at, number)
"""


async def enter(connection: Connection, service: str, events: Sequence[Received]) -> int:
    """Enter events of one service at the end of the ledger; give the position before them.

    An event that is there already (the same position of the same service) is refused by the
    table, whatever the projector believes.
    """
    head = await connection.fetchrow(_TAKE_POSITIONS, len(events), service, events[-1].position)
    assert head is not None  # noqa: S101 - the migration wrote the row
    envelopes = [event.envelope for event in events]
    await connection.execute(
        _ENTER,
        head["before"],
        service,
        head["received_at"],
        [event.position for event in events],
        [envelope["id"] for envelope in envelopes],
        [envelope["type"] for envelope in envelopes],
        [envelope["organisation"] for envelope in envelopes],
        [envelope.get("programme") for envelope in envelopes],
        [_client(event) for event in events],
        [event.body for event in events],
        [event.hash for event in events],
        [event.recorded_at for event in events],
    )
    return int(head["before"])


def _client(event: Received) -> str | None:
    """Give the client whom an event tells of; its partition key may be another thing's id."""
    client = (event.envelope.get("data") or {}).get("client")
    try:
        return str(UUID(client))
    except (AttributeError, TypeError, ValueError):  # it tells of nobody, or of no id
        return None
