"""The keys that seal what is personal: one for each client, organisation and service."""

import base64
import binascii
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from secrets import token_bytes
from uuid import UUID

import asyncpg
import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from ht_kit.aggregate import Erased
from ht_kit.coalescing import Coalescer

KEY_BYTES = 32

_READ = """
SELECT client, kek_id, wrapped FROM data_keys
WHERE organisation = $1 AND service = $2 AND client = ANY ($3)
"""
_MAKE = """
INSERT INTO data_keys (client, organisation, service, kek_id, wrapped)
SELECT client, organisation, $3, $4, wrapped
FROM unnest($1::uuid[], $2::text[], $5::bytea[]) AS made (client, organisation, wrapped)
ORDER BY client, organisation
ON CONFLICT DO NOTHING
"""
_READ_MADE = """
SELECT client, organisation, kek_id, wrapped FROM data_keys
JOIN unnest($1::uuid[], $2::text[]) AS asked (client, organisation) USING (client, organisation)
WHERE service = $3
"""
_OLD = """
SELECT client, organisation, kek_id, wrapped FROM data_keys
WHERE service = $1 AND kek_id <> $2 AND destroyed_at IS NULL
ORDER BY client, organisation LIMIT $3
"""
_REWRAP = """
UPDATE data_keys SET kek_id = $5, wrapped = $6
WHERE client = $1 AND organisation = $2 AND service = $3 AND kek_id = $4
  AND destroyed_at IS NULL
"""
# A client who never had a key gets the row of a destroyed one: none is made later.
_DESTROY = """
INSERT INTO data_keys AS standing (client, organisation, service, kek_id, destroyed_at)
SELECT client, $2, $3, $4, clock_timestamp() FROM unnest($1::uuid[]) AS gone (client)
WHERE NOT EXISTS (
    SELECT FROM data_keys AS known
    WHERE (known.client, known.organisation, known.service) = (gone.client, $2, $3)
      AND known.destroyed_at IS NOT NULL)
ORDER BY client
ON CONFLICT (client, organisation, service)
DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at
WHERE standing.destroyed_at IS NULL
"""


class UnknownWrappingKey(Exception):  # noqa: N818 - named for its reason
    """A data key is wrapped by a key-encryption key that this service was not given."""


class DataKey:
    """The key of one client's values, set up once to seal and to open with.

    Two are equal that have the same bytes. The bytes are in no description of it.
    """

    __slots__ = ("cipher", "material")

    def __init__(self, material: bytes) -> None:
        self.material = material
        self.cipher = AESGCM(material)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataKey) and self.material == other.material

    def __hash__(self) -> int:
        return hash(self.material)


@dataclass(frozen=True, slots=True)
class WrappingKeys:
    """The key-encryption keys: the current one, and those that older rows are wrapped by."""

    current: str
    keys: Mapping[str, bytes]

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError("the current key-encryption key is not among the keys")
        if any(len(key) != KEY_BYTES for key in self.keys.values()):
            raise ValueError("a key-encryption key has 32 bytes")

    @classmethod
    def from_json(cls, text: str | bytes) -> "WrappingKeys":
        """Read `{"current": "<id>", "keys": {"<id>": "<base64 of 32 bytes>"}}`."""
        try:
            read = orjson.loads(text)
            keys = {
                name: base64.b64decode(key, validate=True) for name, key in read["keys"].items()
            }
            return cls(read["current"], keys)
        except (KeyError, TypeError, AttributeError, binascii.Error, orjson.JSONDecodeError):
            raise ValueError("not a file of key-encryption keys") from None

    def wrap(self, data_key: bytes) -> bytes:
        """Wrap a data key by the current key-encryption key (RFC 3394)."""
        return aes_key_wrap(self.keys[self.current], data_key)

    def unwrap(self, kek_id: str, wrapped: bytes) -> bytes:
        """Give the data key again."""
        try:
            key = self.keys[kek_id]
        except KeyError:
            raise UnknownWrappingKey(kek_id) from None
        return aes_key_unwrap(key, wrapped)


class Keyring:
    """The data keys of one service, in the key database.

    Keys are remembered for at most `remembered` seconds, so that one that is destroyed is
    soon gone everywhere.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        wrapping: WrappingKeys,
        service: str,
        *,
        remembered: float = 60.0,
        room: int = 20_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pool, self._wrapping, self._service = pool, wrapping, service
        self._remembered, self._room, self._monotonic = remembered, room, monotonic
        self._cache: OrderedDict[tuple[str, UUID], tuple[float, DataKey]] = OrderedDict()
        self._destroyed: set[tuple[str, UUID]] = set()
        self._making: Coalescer[tuple[str, UUID], DataKey] = Coalescer(
            self._make_all, touches=lambda asked: frozenset({asked})
        )

    async def find(self, organisation: str, clients: Iterable[UUID]) -> dict[UUID, DataKey]:
        """Give the keys of these clients; a client without a key is left out."""
        held = await self._held(organisation, clients)
        return {client: key for client, key in held.items() if key is not None}

    async def erased(self, organisation: str, clients: Iterable[UUID]) -> frozenset[UUID]:
        """Say whose keys were destroyed."""
        held = await self._held(organisation, clients)
        return frozenset(client for client, key in held.items() if key is None)

    async def make(self, organisation: str, client: UUID) -> DataKey:
        """Give the key of a client; a new one is committed before this returns.

        One that was destroyed is never made anew: that is refused with `Erased`.
        """
        known = self._recall(organisation, client)
        return known or await self._making.ask((organisation, client))

    async def destroy(self, organisation: str, clients: Iterable[UUID]) -> int:
        """Destroy the keys of these clients, and say how many were not destroyed before.

        Other processes may remember a key for as long as keys are remembered, no longer.
        """
        gone = set(clients)
        done = await self._pool.execute(
            _DESTROY, list(gone), organisation, self._service, self._wrapping.current
        )
        for client in gone:  # also what is being read at this moment is not remembered
            self._destroyed.add((organisation, client))
            self._cache.pop((organisation, client), None)
        return int(done.split()[-1])

    async def rewrap(self, at_most: int = 1000) -> int:
        """Wrap by the current key-encryption key what is wrapped by others; say how many."""
        rows = await self._pool.fetch(_OLD, self._service, self._wrapping.current, at_most)
        await self._pool.executemany(
            _REWRAP,
            [
                (
                    row["client"],
                    row["organisation"],
                    self._service,
                    row["kek_id"],
                    self._wrapping.current,
                    self._wrapping.wrap(self._wrapping.unwrap(row["kek_id"], row["wrapped"])),
                )
                for row in rows
            ],
        )
        return len(rows)

    async def _held(
        self, organisation: str, clients: Iterable[UUID]
    ) -> dict[UUID, DataKey | None]:
        """Give the keys of these clients, None for one that was destroyed."""
        held: dict[UUID, DataKey | None] = {}
        unknown: list[UUID] = []
        for client in set(clients):
            if key := self._recall(organisation, client):
                held[client] = key
            else:
                unknown.append(client)
        if unknown:
            for row in await self._pool.fetch(_READ, organisation, self._service, unknown):
                held[row["client"]] = self._opened(organisation, row)
        return held

    async def _make_all(self, asked: Sequence[tuple[str, UUID]]) -> list[DataKey | Exception]:
        organisations = [organisation for organisation, _ in asked]
        clients = [client for _, client in asked]
        made = [self._wrapping.wrap(token_bytes(KEY_BYTES)) for _ in asked]
        await self._pool.execute(
            _MAKE, clients, organisations, self._service, self._wrapping.current, made
        )
        # Another process may have made it first: what is committed is the key.
        rows = await self._pool.fetch(_READ_MADE, clients, organisations, self._service)
        keys = {
            (row["organisation"], row["client"]): self._opened(row["organisation"], row)
            for row in rows
        }
        return [keys[whose] or Erased() for whose in asked]

    def _opened(self, organisation: str, row: asyncpg.Record) -> DataKey | None:
        if row["wrapped"] is None:
            return None
        key = DataKey(self._wrapping.unwrap(row["kek_id"], row["wrapped"]))
        return self._remember(organisation, row["client"], key)

    def _recall(self, organisation: str, client: UUID) -> DataKey | None:
        until, key = self._cache.get((organisation, client), (0.0, None))
        return key if self._monotonic() < until else None

    def _remember(self, organisation: str, client: UUID, key: DataKey) -> DataKey:
        if (organisation, client) in self._destroyed:
            return key
        self._cache[organisation, client] = (self._monotonic() + self._remembered, key)
        self._cache.move_to_end((organisation, client))
        while len(self._cache) > self._room:
            self._cache.popitem(last=False)
        return key


def blind_token(search_key: bytes, organisation: str, kind: str, value: str) -> bytes:
    """Give the token by which a value can be found, and from which it cannot be read.

    The value is normalised by the caller. Organisations have search keys of their own, so
    two organisations' tokens of one value cannot be compared.
    """
    key = _search_key_of(search_key, organisation)
    return digest(key, f"{kind}\x1f{value}".encode(), sha256)


@lru_cache(maxsize=1024)
def _search_key_of(search_key: bytes, organisation: str) -> bytes:
    return HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=None, info=organisation.encode()
    ).derive(search_key)
