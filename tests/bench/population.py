"""A quarter of a million invented clients in intake's read models, by COPY.

Names are as unevenly spread as real ones: of some hundred given names and some thousand family
names the commonest are borne by one in forty and one in eighty. Nothing is registered: what a
search reads is put where the service would have put it, sealed, and found by the same tokens.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from secrets import token_bytes
from typing import Any
from uuid import UUID

import asyncpg

from ht_intake.domain.matching import Described
from ht_intake.readmodels import details_of
from ht_intake.tokens import places_of
from ht_kit.aggregate import Blind
from ht_kit.ids import new_id
from ht_kit.keys import KEY_BYTES, DataKey, WrappingKeys, blind_token
from ht_kit.sealing import Seals
from ht_local.fixtures.invented import FAMILY, GIVEN, nhs_number

_REGISTERED = datetime(2026, 1, 12, 9, tzinfo=UTC)
_FIRST_BIRTH, _BIRTHS = date(1935, 1, 1), 27_000
_FAMILIES, _POSTCODES = 5_000, 40_000
_ENDINGS = ("", "ley", "ham", "worth", "combe", "wick", "stead", "thorpe", "gate", "mere")
_AT_ONCE = 10_000
_COLUMNS = (
    "client", "organisation", "programme", "name", "called", "details", "registered_at",
    "possible_same_person", "hidden_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Into which databases, for whom, and under which keys."""

    database: str
    keys: str
    organisation: str
    programme: str
    wrapping: WrappingKeys
    search_key: bytes


async def populate(where: Whereabouts, count: int) -> Sequence[Described]:
    """Put so many clients there, and say what they say of themselves."""
    people = list(_people(count))
    connection = await asyncpg.connect(where.database)
    keys = await asyncpg.connect(where.keys)
    try:
        index = await connection.fetchval(
            "SELECT pg_get_indexdef('client_by_any_token'::regclass)"
        )
        await connection.execute("DROP INDEX client_by_any_token")
        for first in range(0, count, _AT_ONCE):
            await _put(connection, keys, where, people[first : first + _AT_ONCE])
        await connection.execute(index)
        await connection.execute("VACUUM (ANALYZE) client, client_token")
        await keys.execute("VACUUM (ANALYZE) data_keys")
    finally:
        await connection.close()
        await keys.close()
    return people


async def _put(
    connection: "asyncpg.Connection[asyncpg.Record]",
    keys: "asyncpg.Connection[asyncpg.Record]",
    where: Whereabouts,
    people: Sequence[Described],
) -> None:
    # Wrapping one for each would take longer than all the rest.
    key = DataKey(token_bytes(KEY_BYTES))
    wrapped = where.wrapping.wrap(key.material)
    named = [(new_id(), who) for who in people]
    await keys.copy_records_to_table(
        "data_keys",
        records=[
            (client, where.organisation, "intake", where.wrapping.current, wrapped)
            for client, _ in named
        ],
        columns=("client", "organisation", "service", "kek_id", "wrapped"),
    )
    await connection.copy_records_to_table(
        "client",
        records=[_row(where, client, who, key) for client, who in named],
        columns=_COLUMNS,
    )
    await connection.copy_records_to_table(
        "client_token",
        records=[
            (client, where.organisation, place, _token(where, blind))
            for client, who in named
            for place, blind in places_of(who)
        ],
        columns=("client", "organisation", "kind", "token"),
    )


def _row(where: Whereabouts, client: UUID, who: Described, key: DataKey) -> tuple[Any, ...]:
    seals = Seals(key, client)
    sealed = [
        seals.column(where.organisation, "client", column, value)
        for column, value in (("name", who.name), ("details", details_of(who)))
    ]
    return (
        client, where.organisation, where.programme, sealed[0], None, sealed[1],
        _REGISTERED, False, [],
    )  # fmt: skip


def _token(where: Whereabouts, blind: Blind) -> bytes:
    if blind.kind in {"nhs_number", "telephone"}:  # nearly all differ
        return blind_token(where.search_key, where.organisation, blind.kind, str(blind.value))
    return _shared(where.search_key, where.organisation, blind)


@lru_cache(maxsize=200_000)
def _shared(search_key: bytes, organisation: str, blind: Blind) -> bytes:
    return blind_token(search_key, organisation, blind.kind, str(blind.value))


def _people(count: int) -> Iterator[Described]:
    drawn = random.Random(1)
    given = [f"{name}{ending}" for ending in _ENDINGS for name in GIVEN]
    family = [
        f"{name}{one}{other}" for one in _ENDINGS for other in _ENDINGS for name in FAMILY
    ][:_FAMILIES]
    spread = {id(names): _falling(len(names)) for names in (given, family)}
    for number in range(count):
        (first,) = drawn.choices(given, cum_weights=spread[id(given)])
        (last,) = drawn.choices(family, cum_weights=spread[id(family)])
        place = drawn.randrange(_POSTCODES)
        yield Described(
            name=f"{first} {last}",
            birth_date=_FIRST_BIRTH + timedelta(days=drawn.randrange(_BIRTHS)),
            postcode=f"XX{place // 2_600 + 10} {place // 260 % 10}A{chr(65 + place % 26)}",
            nhs_number=nhs_number(999_000_000 + number),
            telephone=f"07700 {900_000 + number % 1000}",
        )


def _falling(count: int) -> Sequence[float]:
    """Give weights that fall with the rank, slowly: the first is about as common as a Smith."""
    return list(accumulate(1 / (rank + 12) for rank in range(count)))
