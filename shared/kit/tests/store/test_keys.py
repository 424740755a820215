"""A client's data key belongs to one organisation and one service, and only they see it."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_kit.ids import new_id
from ht_kit.keys import DataKey, Keyring, UnknownWrappingKey, WrappingKeys, blind_token
from ht_kit.pools import open_pool

from .conftest import SEARCH_KEY, WRAPPING, as_role
from .things import NORTH, SOUTH

BERYL, STAN = new_id(), new_id()
_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


class Hours:
    """A clock that stands still."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def a_keyring(
    keys_url: str,
    service: str = "things",
    wrapping: WrappingKeys = WRAPPING,
    clock: Hours | None = None,
) -> AsyncIterator[Keyring]:
    pool = await open_pool(as_role(keys_url, f"keys_{service}"), at_most=2)
    try:
        yield Keyring(pool, wrapping, service, monotonic=clock or Hours())
    finally:
        await pool.close()


@pytest.mark.engines
async def test_a_client_has_one_key_in_each_organisation_and_service(keys_url: str) -> None:
    async with a_keyring(keys_url) as things, a_keyring(keys_url, "others") as others:
        keys = [
            await things.make(NORTH, BERYL),
            await things.make(NORTH, STAN),
            await things.make(SOUTH, BERYL),
            await others.make(NORTH, BERYL),
        ]

        assert len(set(keys)) == 4
        assert await things.make(NORTH, BERYL) == keys[0]
        assert await things.find(NORTH, {BERYL, STAN}) == {BERYL: keys[0], STAN: keys[1]}


@pytest.mark.engines
async def test_however_many_make_a_key_at_once_there_is_one(keys_url: str) -> None:
    async with a_keyring(keys_url) as one, a_keyring(keys_url) as other:
        keys = await asyncio.gather(
            *(keyring.make(NORTH, BERYL) for keyring in [one, other] * 20)
        )

    assert len(set(keys)) == 1


@pytest.mark.engines
async def test_a_key_that_is_found_nowhere_is_left_out(keys_url: str) -> None:
    async with a_keyring(keys_url) as things:
        assert await things.find(NORTH, {BERYL}) == {}


@pytest.mark.engines
async def test_a_service_cannot_see_or_touch_anothers_keys(keys_url: str) -> None:
    async with a_keyring(keys_url) as things:
        await things.make(NORTH, BERYL)

    connection = await asyncpg.connect(as_role(keys_url, "keys_others"))
    try:
        assert await connection.fetch("SELECT * FROM data_keys") == []
        assert await connection.execute("UPDATE data_keys SET wrapped = ''") == "UPDATE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await connection.execute(
                "INSERT INTO data_keys VALUES ($1, 'x', 'things', 'first', '')", BERYL
            )
        for statement in (
            "DELETE FROM data_keys",
            "UPDATE data_keys SET service = 'others'",
            "TRUNCATE data_keys",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.engines
async def test_a_key_that_is_gone_is_forgotten_within_a_minute(keys_url: str) -> None:
    clock = Hours()
    async with a_keyring(keys_url, clock=clock) as things:
        await things.make(NORTH, BERYL)
        connection = await asyncpg.connect(keys_url)
        await connection.execute("DELETE FROM data_keys")
        await connection.close()

        clock.seconds = 59.9
        remembered = await things.find(NORTH, {BERYL})
        clock.seconds = 60.0
        forgotten = await things.find(NORTH, {BERYL})

    assert (list(remembered), forgotten) == ([BERYL], {})


@pytest.mark.engines
async def test_rotation_wraps_anew_and_changes_no_data_key(keys_url: str) -> None:
    both = WrappingKeys("second", {"first": bytes(32), "second": bytes([2]) * 32})
    only_second = WrappingKeys("second", {"second": bytes([2]) * 32})
    async with a_keyring(keys_url) as things:
        before = [await things.make(NORTH, client) for client in (BERYL, STAN)]

    async with a_keyring(keys_url, wrapping=only_second) as things:
        with pytest.raises(UnknownWrappingKey, match="first"):
            await things.find(NORTH, {BERYL})
    async with a_keyring(keys_url, wrapping=both) as things:
        counts = [await things.rewrap(), await things.rewrap()]

    async with a_keyring(keys_url, wrapping=only_second) as things:
        after = await things.find(NORTH, {BERYL, STAN})
    assert (counts, [after[BERYL], after[STAN]]) == ([2, 0], before)


@pytest.mark.engines
async def test_no_key_lies_in_the_database_in_clear(keys_url: str) -> None:
    async with a_keyring(keys_url) as things:
        key = await things.make(NORTH, BERYL)

    connection = await asyncpg.connect(keys_url)
    wrapped = await connection.fetchval("SELECT wrapped FROM data_keys")
    await connection.close()
    assert key.material not in wrapped
    assert WRAPPING.unwrap("first", wrapped) == key.material


def test_no_description_of_a_key_shows_it() -> None:
    material = bytes(range(65, 97))

    assert "ABC" not in f"{DataKey(material)!r} {DataKey(material)}"


def test_wrapping_keys_are_read_from_a_file() -> None:
    key = bytes(range(32))
    text = orjson.dumps({"current": "a", "keys": {"a": base64.b64encode(key).decode()}})

    assert WrappingKeys.from_json(text) == WrappingKeys("a", {"a": key})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"current": "a"}',
        '{"current": "a", "keys": []}',
        '{"current": "a", "keys": {"a": "short"}}',
        '{"current": "a", "keys": {"a": "c2hvcnQ="}}',
        '{"current": "b", "keys": {"a": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}',
    ],
)
def test_a_file_that_holds_no_wrapping_keys_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match="key-encryption key"):
        WrappingKeys.from_json(text)


@given(_TEXT, _TEXT)
def test_a_value_is_found_by_its_token_in_its_own_organisation_alone(
    value: str, other: str
) -> None:
    token = blind_token(SEARCH_KEY, NORTH, "name", value)

    assert token == blind_token(SEARCH_KEY, NORTH, "name", value)
    assert token != blind_token(SEARCH_KEY, SOUTH, "name", value)
    assert token != blind_token(SEARCH_KEY, NORTH, "postcode", value)
    assert token != blind_token(bytes(32), NORTH, "name", value)
    assert (token == blind_token(SEARCH_KEY, NORTH, "name", other)) == (value == other)


def test_tokens_are_as_long_whatever_they_stand_for() -> None:
    assert {len(blind_token(SEARCH_KEY, NORTH, "name", "x" * n)) for n in (0, 1, 500)} == {32}
