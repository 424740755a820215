"""Sealing and opening personal values: AES-256-GCM, bound to the place they stand in."""

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from secrets import token_bytes
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import orjson
from cryptography.exceptions import InvalidTag

from ht_kit.body import Happened
from ht_kit.codec import SEALED, Json, Unseal, is_sealed
from ht_kit.ids import read_id
from ht_kit.keys import DataKey, Keyring, blind_token

_NONCE_BYTES = 12
_TOGETHER = 8
_FORM = 1
_SHORTEST = 1 + 16 + _NONCE_BYTES + 16 + 1  # longer than any blind token


class SealBroken(Exception):  # noqa: N818 - named for its reason
    """A sealed value was altered, or stands in another place than it was sealed for."""


class EventPlace(NamedTuple):
    """Where a sealed value of an event stands: it opens nowhere else. Ids are as written."""

    event_id: str
    stream_id: str
    version: int
    schema_version: int

    def bind(self, field: str) -> bytes:
        """Give the bytes that a seal is bound to."""
        return (
            f"{self.event_id}|{self.stream_id}|{self.version}|{self.schema_version}|{field}"
        ).encode()


class ColumnPlace(NamedTuple):
    """Where a sealed value of a row stands. The client's id is as written."""

    organisation: str
    table: str
    column: str
    client: str

    def bind(self) -> bytes:
        """Give the bytes that a seal is bound to."""
        return "|".join(("row", *self)).encode()


def place_of(event: Happened) -> EventPlace:
    """Say where the sealed values of a stored event stand."""
    return EventPlace(event.id, event.stream_id, event.version, event.schema_version)


class Sealing:
    """What an organisation's personal values are sealed, opened and found by."""

    def __init__(self, keyring: Keyring, search_key: bytes) -> None:
        self._keyring, self._search_key = keyring, search_key

    async def find(self, organisation: str, clients: Iterable[UUID]) -> Mapping[UUID, DataKey]:
        """Give the data keys of these clients, as far as there are any."""
        return await self._keyring.find(organisation, clients)

    async def make(self, organisation: str, client: UUID) -> DataKey:
        """Give the data key of a client; a new one is committed before this returns."""
        return await self._keyring.make(organisation, client)

    async def erased(self, organisation: str, clients: Iterable[UUID]) -> frozenset[UUID]:
        """Say which of these clients were erased: their keys were destroyed."""
        return await self._keyring.erased(organisation, clients)

    async def destroy(self, organisation: str, clients: Iterable[UUID]) -> int:
        """Destroy the keys of these clients, for ever; say how many there still were."""
        return await self._keyring.destroy(organisation, clients)

    def blind(self, organisation: str, kind: str, value: str) -> bytes:
        """Give the token by which a value is found in this organisation's rows."""
        return blind_token(self._search_key, organisation, kind, value)

    async def open_rows(
        self, organisation: str, table: str, rows: Iterable[Mapping[str, Any] | asyncpg.Record]
    ) -> list[dict[str, Any]]:
        """Open the sealed columns of rows that were read from a table.

        A column is sealed when its value is bytes in the sealed form; blind tokens stay as
        they are. What was sealed with a key that is gone reads as None.
        """
        read = [dict(row) for row in rows]
        sealed = [
            (row, column)
            for row in read
            for column, value in row.items()
            if _is_sealed_column(value)
        ]
        keys = await self.find(
            organisation, {_client_of(row[column]) for row, column in sealed}
        )
        for row, column in sealed:
            value = row[column]
            row[column] = _open_column(keys, organisation, table, column, value)
        return read


class Seals:
    """Seals values of one client, for one command.

    Random nonces are drawn for several values together, because each draw is a system call;
    what is left of them is used by nobody else.
    """

    def __init__(self, key: DataKey, client: UUID) -> None:
        self._key, self._client, self._written = key, client, str(client)
        self._nonces = b""

    def field(self, place: EventPlace, field: str, value: Any) -> Json:
        """Seal a value of an event."""
        nonce = self._nonce()
        sealed = self._key.cipher.encrypt(nonce, orjson.dumps(value), place.bind(field))
        return {
            SEALED: _FORM,
            "k": self._written,
            "n": b2a_base64(nonce, newline=False).decode(),
            "c": b2a_base64(sealed, newline=False).decode(),
        }

    def column(self, organisation: str, table: str, column: str, value: Any) -> bytes:
        """Seal a value of a row: form, client, nonce and ciphertext in one."""
        nonce, place = self._nonce(), ColumnPlace(organisation, table, column, self._written)
        written = orjson.dumps(value, default=str)
        sealed = self._key.cipher.encrypt(nonce, written, place.bind())
        return bytes([_FORM]) + self._client.bytes + nonce + sealed

    def _nonce(self) -> bytes:
        if not self._nonces:
            self._nonces = token_bytes(_NONCE_BYTES * _TOGETHER)
        nonce, self._nonces = self._nonces[:_NONCE_BYTES], self._nonces[_NONCE_BYTES:]
        return nonce


def open_field(keys: Mapping[UUID, DataKey], place: EventPlace) -> Unseal:
    """Give what opens the fields of one event. Without its key a field reads as None."""

    def unseal(field: str, value: Json) -> Any:
        key = keys.get(read_id(value["k"]))
        if key is None:
            return None
        nonce, sealed = a2b_base64(value["n"]), a2b_base64(value["c"])
        return _decrypt(key, nonce, sealed, place.bind(field))

    return unseal


def clients_of(data: Iterable[Json]) -> frozenset[UUID]:
    """Say whose keys the sealed values of stored events need."""
    return frozenset(
        read_id(value["k"]) for event in data for value in event.values() if is_sealed(value)
    )


def _is_sealed_column(value: object) -> bool:
    return isinstance(value, bytes) and len(value) >= _SHORTEST and value[0] == _FORM


def _client_of(value: bytes) -> UUID:
    return read_id(value[1:17])


def _open_column(
    keys: Mapping[UUID, DataKey], organisation: str, table: str, column: str, value: bytes
) -> Any:
    client = _client_of(value)
    key = keys.get(client)
    if key is None:
        return None
    place = ColumnPlace(organisation, table, column, str(client))
    return _decrypt(key, value[17:29], value[29:], place.bind())


def _decrypt(key: DataKey, nonce: bytes, sealed: bytes, bound: bytes) -> Any:
    try:
        return orjson.loads(key.cipher.decrypt(nonce, sealed, bound))
    except InvalidTag:
        raise SealBroken from None
