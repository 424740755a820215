"""Things on shelves: an aggregate for tests, and requests that need no aggregate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from ht_kit.asked import Actor, Asked
from ht_kit.body import Body
from ht_kit.codec import Codec
from ht_kit.decider import Aggregate, Blind, Decider, Personal, Reservation, Row
from ht_kit.event_store import Append, Hold, Request
from ht_kit.ids import new_id

NORTH, SOUTH = "wellbeing-northfield", "charity-southfield"
NOON = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingMade:
    owner: UUID
    label: str
    owner_name: str | None
    programme: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingLabelled:
    label: str


Event: TypeAlias = ThingMade | ThingLabelled


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeThing:
    owner: UUID
    label: str
    owner_name: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOnce:
    """Refused as soon as somebody has labelled the thing."""

    label: str


Command: TypeAlias = MakeThing | Label | LabelOnce


class LabelledAlready(Exception):  # noqa: N818 - named for its reason
    """This thing has been labelled."""


class NotMade(Exception):  # noqa: N818 - named for its reason
    """There is no thing to label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    owner: UUID | None = None
    label: str = ""
    owner_name: str | None = None
    programme: str | None = None
    labelled: int = 0


def decide(command: Command, thing: Thing) -> list[Event]:
    match command:
        case MakeThing():
            if thing.owner:
                return []
            return [
                ThingMade(
                    owner=command.owner,
                    label=command.label,
                    owner_name=command.owner_name,
                    programme=command.programme,
                )
            ]
        case Label():
            if not thing.owner:
                raise NotMade
            return [] if thing.label == command.label else [ThingLabelled(label=command.label)]
        case LabelOnce():
            if thing.labelled:
                raise LabelledAlready
            return [ThingLabelled(label=command.label)]


def evolve(thing: Thing, event: Event) -> Thing:
    match event:
        case ThingMade():
            return Thing(
                owner=event.owner,
                label=event.label,
                owner_name=event.owner_name,
                programme=event.programme,
            )
        case ThingLabelled():
            return replace(thing, label=event.label, labelled=thing.labelled + 1)


def rows(thing_id: UUID, thing: Thing) -> list[Row]:
    return [
        Row(
            "shelf",
            {
                "thing": thing_id,
                "programme": thing.programme,
                "label": thing.label,
                "weight": Decimal("1.50"),
                "placed_on": NOON.date(),
                "owner_name": Personal(thing.owner_name),
                "owner_token": Blind("name", thing.owner_name and thing.owner_name.lower()),
            },
        )
    ]


def reserves(thing: Thing) -> frozenset[Reservation]:
    if thing.label.startswith("only "):
        return frozenset({Reservation("label", thing.label)})
    if thing.label.startswith("the only "):
        return frozenset({Reservation("label", thing.label, everywhere=True)})
    return frozenset()


THING = Aggregate[Command, Thing, Event](
    name="thing",
    decider=Decider(decide=decide, evolve=evolve, initial=Thing()),
    codec=Codec[Event](
        service="things",
        aggregate="thing",
        events=(ThingMade, ThingLabelled),
        personal={ThingMade: frozenset({"owner_name"})},
    ),
    rows=rows,
    programmes=lambda thing: frozenset({thing.programme}) if thing.programme else None,
    client=lambda _, thing: thing.owner,
    reserves=reserves,
)


def an_actor(organisation: str = NORTH, programme: str | None = None) -> Actor:
    return Actor(
        subject="a-worker",
        employer=organisation,
        organisation=organisation,
        programme=programme,
        roles=frozenset({"health-trainer"}),
    )


def asked(
    key: str | None = None,
    *,
    organisation: str = NORTH,
    programme: str | None = None,
    fingerprint: str = "the same words",
    expected_version: int | None = None,
) -> Asked:
    return Asked(
        actor=an_actor(organisation, programme),
        key=key or str(new_id()),
        fingerprint=fingerprint,
        at=NOON,
        new_id=new_id(),
        correlation_id=new_id(),
        expected_version=expected_version,
    )


def a_body(stream_id: UUID, version: int, organisation: str = NORTH) -> Body:
    return Body(
        id=new_id(),
        service="things",
        name="thing_labelled",
        schema_version=1,
        aggregate="thing",
        stream_id=stream_id,
        version=version,
        time=NOON,
        organisation=organisation,
        programme=None,
        partition_key=str(stream_id),
        correlation_id=new_id(),
        causation_id=None,
        traceparent=None,
        auth_id="a-worker",
        data={"label": f"label {version}"},
    )


def an_append(
    stream_id: UUID, expected: int = 0, count: int = 1, organisation: str = NORTH
) -> Append:
    return Append(
        stream_id=stream_id,
        stream_type="thing",
        expected=expected,
        bodies=[
            a_body(stream_id, expected + number, organisation) for number in range(1, count + 1)
        ],
    )


def a_request(
    *appends: Append,
    key: str | None = None,
    organisation: str = NORTH,
    holds: Sequence[Hold] = (),
    rows: Sequence[tuple[str, Mapping[str, Any]]] = (),
    ids: Mapping[str, UUID] | None = None,
) -> Request:
    return Request(
        organisation=organisation,
        actor="a-worker",
        key=key or str(new_id()),
        fingerprint="the same words",
        ids=ids or {},
        appends=appends,
        holds=holds,
        rows=rows,
    )


def a_hold(
    stream_id: UUID, value: str, *, taken: bool = True, everywhere: bool = False
) -> Hold:
    return Hold(
        stream_id=stream_id, kind="label", value=value, everywhere=everywhere, taken=taken
    )
