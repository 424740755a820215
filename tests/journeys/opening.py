"""Opening whatever can be opened: all that somebody reads who holds every key of today."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

import asyncpg
from asyncpg.pool import Pool

from ht_kit.body import Happened
from ht_kit.codec import is_sealed
from ht_kit.keys import DataKey, Keyring, WrappingKeys
from ht_kit.sealing import Sealing, clients_of, open_field, place_of
from ht_local.system import DECIDING, System

_SEALED_TABLES = """
SELECT DISTINCT c.table_name FROM information_schema.columns c
JOIN information_schema.columns o USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND c.data_type = 'bytea' AND c.table_name <> 'events'
  AND o.column_name = 'organisation'
"""


async def everything_opened(system: System, *, suffix: str = "") -> dict[str, str]:
    """Open every sealed value of each deciding service's database, by today's keys."""
    kek = (system.place.data / "secrets" / "key-encryption-key.json").read_text()
    found = {}
    async with asyncpg.create_pool(
        system.postgres.admin_url("ht_keys"), min_size=1, max_size=2
    ) as keys:
        for service in DECIDING:
            keyring = Keyring(keys, WrappingKeys.from_json(kek), service)
            url = system.postgres.admin_url(f"ht_{service}{suffix}")
            async with asyncpg.create_pool(url, min_size=1, max_size=2) as database:
                opened = await _opened(database, Sealing(keyring, bytes(32)))
            found[service] = "\n".join(opened)
    return found


async def _opened(database: "Pool[asyncpg.Record]", sealing: Sealing) -> list[str]:
    opened = []
    rows = await database.fetch("SELECT organisation, body FROM events")
    assert rows
    for row in rows:
        event = Happened.from_bytes(row["body"])
        keys = await sealing.find(row["organisation"], clients_of([event.data]))
        opened += list(_fields(event, keys))
    for table in await database.fetch(_SEALED_TABLES):
        name = table["table_name"]
        by_organisation = defaultdict(list)
        for row in await database.fetch(f'SELECT * FROM "{name}"'):
            by_organisation[row["organisation"]].append(row)
        for organisation, held in by_organisation.items():
            shown = await sealing.open_rows(organisation, name, held)
            opened += [json.dumps(row, default=str, ensure_ascii=False) for row in shown]
    return opened


def _fields(event: Happened, keys: Mapping[UUID, DataKey]) -> Iterator[str]:
    unseal = open_field(keys, place_of(event))
    for field, value in event.data.items():
        if is_sealed(value):
            yield json.dumps(unseal(field, value), ensure_ascii=False)
        else:
            yield json.dumps(value, ensure_ascii=False)
