"""Every command, who may ask it, what happens then and why it may be refused: from the code."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import iscoroutinefunction
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, Final, get_args, get_type_hints

from fastapi.routing import APIRoute, iter_route_contexts

from ht_kit.aggregate import Aggregate
from ht_kit.codec import stored_name
from ht_kit.problems import slug_of
from ht_kit.service import Service

from .permitted import ROLES, may_ask
from .reading import Function, Reader

_SERVICES: Final = Path(__file__).parents[2] / "services"
_BEGIN: Final = """# What can be asked, by whom, and what comes of it

Every command of every aggregate, with every role: ● may ask, and is answered by the rules;
an empty cell is refused by permission (403 `not-permitted`).
What a command gives are the events that may come of it; asked twice, it gives nothing.
An event in italics is kept and not published: nothing in it is for anybody else.
A refusal stands with the name in its problem type, `urn:ht:problem:<name>` (409); the answer
says it in a sentence. What else may be in the way is the same for every command: 404
`no-such-thing`, 409 `stream-moved`, 412 `stale-version`, 422 `invalid`.
A command without an address is given by the service itself, when something else has happened
or a day has come.
Made from routes, tables of access and rules by `python -m tests.documents`.
A test asks every command as every role of a running system.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """One command: where it is asked, by whom, what it gives and what it is refused for."""

    service: str
    aggregate: str
    command: type
    routes: tuple[str, ...]
    reactions: tuple[str, ...]
    roles: frozenset[str]
    gives: tuple[type, ...]
    refused: tuple[type, ...]


def members(union: Any) -> tuple[type, ...]:
    """Give the classes of a union, which may be a single class."""
    return get_args(union) or (union,)


def argument(function: Function, place: int) -> Any:
    """Give what a function takes at a place, as it is annotated."""
    return list(get_type_hints(function).values())[place]


def events_of(aggregate: Aggregate[Any, Any, Any]) -> tuple[type, ...]:
    """Give the events of an aggregate."""
    return members(argument(aggregate.decider.evolve, 1))


def commands_of(aggregate: Aggregate[Any, Any, Any]) -> tuple[type, ...]:
    """Give the commands of an aggregate."""
    return members(argument(aggregate.decider.decide, 0))


def published_as(
    service: Service, aggregate: Aggregate[Any, Any, Any], event: type
) -> set[str | None]:
    """Give what is told of an event, by its stored samples; None where nothing is."""
    folder = _SERVICES / service.name / "tests" / "stored"
    told: set[str | None] = set()
    for sample in folder.glob(f"{stored_name(event)}.v*.json"):
        name, version = sample.stem.split(".")[:2]  # what comes after tells samples apart
        read = aggregate.codec.decode(name, int(version[1:]), json.loads(sample.read_text()))
        published = service.tells[aggregate.name](read)
        told.add(None if published is None else published.type)
    return told


@cache
def modules_of(name: str) -> tuple[ModuleType, ...]:
    """Give every module of a service."""
    package = import_module(f"ht_{name}")
    found = (each.name for each in walk_packages(package.__path__, f"{package.__name__}."))
    return tuple(import_module(each) for each in found if not each.endswith("__main__"))


def commanded(service: Service) -> Iterator[Commanded]:
    """Read every command of a service off its code."""
    known = {each for aggregate in service.aggregates for each in commands_of(aggregate)}
    asking = {route: _made(service, end, known) for route, end in _endpoints(service).items()}
    reacting = {
        each.__name__: _made(service, each, known)
        for module in modules_of(service.name)
        if module.__name__.rpartition(".")[2] in {"reactors", "carrying", "moving_many"}
        for each in vars(module).values()
        if iscoroutinefunction(each) and each.__module__ == module.__name__
    }
    may = may_ask(service)
    for aggregate in service.aggregates:
        for command in commands_of(aggregate):
            routes = tuple(sorted(route for route, made in asking.items() if command in made))
            gives, refused = _comes_of(service, aggregate, command)
            at_the_edge = {
                each
                for route in routes
                for each in asking[route][command]
                if issubclass(each, tuple(service.refused))
            }
            yield Commanded(
                service=service.name,
                aggregate=aggregate.name,
                command=command,
                routes=routes,
                reactions=tuple(
                    sorted(name for name, made in reacting.items() if command in made)
                ),
                roles=frozenset().union(*(may[route] for route in routes)),
                gives=gives,
                refused=tuple(sorted(refused | at_the_edge, key=lambda each: each.__name__)),
            )


def _endpoints(service: Service) -> Mapping[str, Function]:
    return {
        f"{method} {route.path}": route.original_route.endpoint
        for route in iter_route_contexts(service.described().routes)
        if isinstance(route.original_route, APIRoute)
        for method in route.methods or ()
    }


def _made(
    service: Service, function: Function, known: set[type]
) -> Mapping[type, frozenset[type]]:
    """Give the commands that a route or a reaction makes, with what it refuses by itself."""
    packages = (f"ht_{service.name}.", "ht_kit.erasing")
    found = Reader(packages=packages).read(function)
    return dict.fromkeys(found.made & known, found.raised)


def _comes_of(
    service: Service, aggregate: Aggregate[Any, Any, Any], command: type
) -> tuple[tuple[type, ...], set[type]]:
    reader = Reader(
        packages=(f"ht_{service.name}.domain", "ht_kit.erasing"),
        apart=frozenset(commands_of(aggregate)),
        wanted=command,
    )
    found = reader.read(aggregate.decider.decide)
    gives = tuple(each for each in events_of(aggregate) if each in found.made)
    return gives, {each for each in found.raised if issubclass(each, tuple(service.refused))}


def commands_page(services: Sequence[Service]) -> str:
    """Write the page."""
    return "\n".join([_BEGIN, *(line for each in services for line in _table(each))])


def _table(service: Service) -> Iterator[str]:
    if not service.aggregates:
        return
    yield f"## {service.title}"
    yield ""
    yield f"| command | asked at | gives | refused | {' | '.join(ROLES)} |"
    yield f"|---|---|---|---|{'---|' * len(ROLES)}"
    of = {each.name: each for each in service.aggregates}
    for each in commanded(service):
        given = [_given(service, of[each.aggregate], event) for event in each.gives]
        marks = " | ".join("●" if role in each.roles else "" for role in ROLES)
        asked = [f"`{route}`" for route in each.routes]
        asked += [name.replace("_", " ") for name in each.reactions]
        yield (
            f"| {each.command.__name__} | {'<br>'.join(asked)}"
            f" | {', '.join(given)}"
            f" | {', '.join(map(slug_of, each.refused))} | {marks} |"
        )
    yield ""


def _given(service: Service, aggregate: Aggregate[Any, Any, Any], event: type) -> str:
    silent = None in published_as(service, aggregate, event)
    return f"*{event.__name__}*" if silent else event.__name__
