"""Events as they are stored: dataclass to JSON and back, personal fields sealed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from types import NoneType
from typing import Any, Generic, TypeAlias, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter

E = TypeVar("E")

Json: TypeAlias = dict[str, Any]
Seal: TypeAlias = Callable[[str, Any], Json]
Unseal: TypeAlias = Callable[[str, Json], Any]
Upcaster: TypeAlias = Callable[[Json], Json]

SEALED = "$enc"
_WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class UnknownEvent(Exception):  # noqa: N818 - named for its reason
    """This code does not know the event: it is older than what wrote it."""


def stored_name(event_class: type) -> str:
    """Give the name that a class of events is kept under for ever."""
    return _in_snake_case(event_class.__name__)


@cache
def _in_snake_case(name: str) -> str:
    return _WORD_BEGINS.sub("_", name).lower()


def is_sealed(value: object) -> bool:
    """Say whether a value of stored data is sealed."""
    return isinstance(value, dict) and SEALED in value


class Codec(Generic[E]):
    """How the events of one aggregate are written down and read again.

    `personal` names the fields that are sealed; they are declared `T | None`, because a
    sealed or erased field reads as None. `versions` gives the schema version of a class
    where it is not 1; `upcasters` bring the data of (stored name, n) to version n + 1.
    """

    def __init__(
        self,
        *,
        service: str,
        aggregate: str,
        events: Sequence[type[E]],
        personal: Mapping[type[E], frozenset[str]] | None = None,
        versions: Mapping[type[E], int] | None = None,
        upcasters: Mapping[tuple[str, int], Upcaster] | None = None,
    ) -> None:
        self.service, self.aggregate = service, aggregate
        self._adapters: dict[str, TypeAdapter[E]] = {
            stored_name(event): TypeAdapter(event) for event in events
        }
        self._classes = {stored_name(event): event for event in events}
        self._versions = {
            stored_name(event): (versions or {}).get(event, 1) for event in events
        }
        self._personal = {
            stored_name(event): (personal or {}).get(event, frozenset()) for event in events
        }
        self._upcasters = dict(upcasters or {})

        for event in events:
            _check_personal(event, self._personal[stored_name(event)])
        self._check_upcasters()

    @property
    def names(self) -> frozenset[str]:
        """The stored names of all events of this aggregate."""
        return frozenset(self._adapters)

    def class_of(self, name: str) -> type[E]:
        """Give the class of the events of this name."""
        return self._classes[name]

    def version_of(self, name: str) -> int:
        """Give the schema version that events of this name are written in today."""
        return self._versions[name]

    def says_something_personal(self, event: E) -> bool:
        """Say whether an event holds a value that has to be sealed."""
        return any(
            getattr(event, field) is not None
            for field in self._personal[stored_name(type(event))]
        )

    def encode(self, event: E, seal: Seal) -> Json:
        """Give the data to store; `seal(field, value)` hides each personal value."""
        name = stored_name(type(event))
        data: Json = self._adapter(name).serializer.to_python(event, mode="json")
        for field in self._personal[name]:
            if data[field] is not None:
                data[field] = seal(field, data[field])
        return data

    def decode(
        self, name: str, schema_version: int, data: Json, unseal: Unseal | None = None
    ) -> E:
        """Give the event again. Without `unseal` every personal field is None."""
        adapter = self._adapter(name)
        current = self._versions[name]
        if schema_version > current:
            raise UnknownEvent(f"{name} version {schema_version}")

        opened = {
            field: (unseal and unseal(field, value)) if is_sealed(value) else value
            for field, value in data.items()
        }
        for version in range(schema_version, current):
            opened = self._upcasters[name, version](opened)
        event: E = adapter.validator.validate_python(opened)
        return event

    def _adapter(self, name: str) -> TypeAdapter[E]:
        try:
            return self._adapters[name]
        except KeyError:
            raise UnknownEvent(name) from None

    def _check_upcasters(self) -> None:
        missing = [
            f"{name} from version {version}"
            for name, current in self._versions.items()
            for version in range(1, current)
            if (name, version) not in self._upcasters
        ]
        if missing:
            raise TypeError(f"no upcaster for {', '.join(missing)}")


def _check_personal(event: type, personal: frozenset[str]) -> None:
    hints = get_type_hints(event)
    known = {field.name for field in fields(event)}
    for name in personal:
        if name not in known or NoneType not in get_args(hints[name]):
            raise TypeError(
                f"{event.__name__}.{name} is personal: it must be a field that can be None"
            )
