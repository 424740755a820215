"""Events are written down and read again as they were; personal fields only with a key."""

from binascii import a2b_base64
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_kit.body import Body
from ht_kit.codec import Codec, Json, UnknownEvent
from ht_kit.keys import DataKey
from ht_kit.sealing import EventPlace, SealBroken, Seals, clients_of, open_field

KEY, CLIENT = DataKey(bytes(range(32))), UUID(int=7)
PLACE = EventPlace(
    event_id=str(UUID(int=1)), stream_id=str(UUID(int=2)), version=3, schema_version=1
)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    size: Decimal
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingMade:
    thing: UUID
    at: datetime
    colour: Colour
    parts: tuple[Part, ...]
    labels: frozenset[str]
    name: str | None
    born: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GPSeen:
    count: int


Event: TypeAlias = ThingMade | GPSeen

CODEC = Codec[Event](
    service="things",
    aggregate="thing",
    events=(ThingMade, GPSeen),
    personal={ThingMade: frozenset({"name", "born"})},
)

dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
events = st.builds(
    ThingMade,
    thing=st.uuids(),
    at=st.datetimes(timezones=st.just(UTC)),
    colour=st.sampled_from(Colour),
    parts=st.lists(
        st.builds(Part, size=st.decimals(allow_nan=False, allow_infinity=False), on=dates)
    ).map(tuple),
    labels=st.frozensets(st.text()),
    name=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
    born=st.none() | dates,
)


def seal(field: str, value: object) -> Json:
    return Seals(KEY, CLIENT).field(PLACE, field, value)


def stored(event: Event) -> Json:
    """Data as it comes back from the disk."""
    read: Json = orjson.loads(orjson.dumps(CODEC.encode(event, seal)))
    return read


@given(events)
def test_an_event_is_read_as_it_was_written(event: ThingMade) -> None:
    opened = CODEC.decode("thing_made", 1, stored(event), open_field({CLIENT: KEY}, PLACE))

    assert opened == event


@given(events)
def test_a_sealed_field_reads_as_nothing_without_its_key(event: ThingMade) -> None:
    without_unseal = CODEC.decode("thing_made", 1, stored(event))
    without_key = CODEC.decode("thing_made", 1, stored(event), open_field({}, PLACE))

    assert isinstance(without_unseal, ThingMade)
    assert (without_unseal.name, without_unseal.born) == (None, None)
    assert without_key == without_unseal
    assert without_unseal.thing == event.thing


def test_what_is_personal_cannot_be_seen_in_what_is_stored() -> None:
    event = a_thing(name="Beryl Ackroyd-Test")

    assert b"Beryl" not in orjson.dumps(stored(event))
    assert clients_of([stored(event)]) == {CLIENT}


def test_a_sealed_value_opens_in_no_other_place() -> None:
    elsewhere = EventPlace(
        event_id=PLACE.event_id, stream_id=PLACE.stream_id, version=4, schema_version=1
    )

    with pytest.raises(SealBroken):
        CODEC.decode(
            "thing_made", 1, stored(a_thing(name="Beryl")), open_field({CLIENT: KEY}, elsewhere)
        )


def test_no_two_values_are_sealed_with_one_nonce() -> None:
    seals = Seals(KEY, CLIENT)
    others = Seals(KEY, CLIENT)

    fields = [each.field(PLACE, "name", n)["n"] for n in range(50) for each in (seals, others)]
    columns = [seals.column("north", "things", "name", n)[17:29] for n in range(50)]

    assert len({*map(a2b_base64, fields), *columns}) == 150


def test_names_are_kept_in_snake_case() -> None:
    assert CODEC.names == {"thing_made", "gp_seen"}


def test_an_old_shape_is_brought_up_after_it_is_opened() -> None:
    codec = Codec[Event](
        service="things",
        aggregate="thing",
        events=(GPSeen,),
        versions={GPSeen: 3},
        upcasters={
            ("gp_seen", 1): lambda data: {"times": data["n"]},
            ("gp_seen", 2): lambda data: {"count": data["times"]},
        },
    )

    assert codec.decode("gp_seen", 1, {"n": 4}) == GPSeen(count=4)
    assert codec.decode("gp_seen", 3, {"count": 4}) == GPSeen(count=4)


def test_a_version_that_cannot_be_brought_up_is_noticed_at_once() -> None:
    with pytest.raises(TypeError, match="gp_seen from version 1"):
        Codec[Event](service="s", aggregate="a", events=(GPSeen,), versions={GPSeen: 2})


def test_an_event_of_newer_code_is_not_guessed_at() -> None:
    with pytest.raises(UnknownEvent):
        CODEC.decode("gp_seen", 2, {"count": 1})
    with pytest.raises(UnknownEvent):
        CODEC.decode("thing_unmade", 1, {})


def test_a_personal_field_must_be_able_to_be_nothing() -> None:
    with pytest.raises(TypeError, match=r"GPSeen\.count is personal"):
        Codec[Event](
            service="s",
            aggregate="a",
            events=(GPSeen,),
            personal={GPSeen: frozenset({"count"})},
        )


@given(
    version=st.integers(min_value=1, max_value=2**31 - 1),
    at=st.datetimes(timezones=st.just(UTC)),
    programme=st.none() | st.just("northfield"),
    causation=st.none() | st.uuids(),
)
def test_a_body_is_read_as_it_was_written(
    version: int, at: datetime, programme: str | None, causation: UUID | None
) -> None:
    body = Body(
        id=UUID(int=1),
        service="things",
        name="thing_made",
        schema_version=2,
        aggregate="thing",
        stream_id=UUID(int=2),
        version=version,
        time=at,
        organisation="wellbeing-northfield",
        programme=programme,
        partition_key=str(CLIENT),
        correlation_id=UUID(int=3),
        causation_id=causation,
        traceparent=None,
        auth_id="a-worker",
        data={"count": 1},
    )

    assert Body.from_bytes(body.to_bytes()) == body


def a_thing(*, name: str) -> ThingMade:
    return ThingMade(
        thing=UUID(int=9),
        at=datetime(2026, 1, 12, tzinfo=UTC),
        colour=Colour.RED,
        parts=(),
        labels=frozenset(),
        name=name,
    )
