"""Read off the code what a function can come to: what it makes, what it refuses, whom it calls.

A function is followed into every function of ours that it names, and into the methods and
properties that it uses of the classes it is annotated with and of what these hold. Where it
tells commands apart, by `match` or by `not isinstance`, only what is for the command at hand
is read.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, TypeAlias, get_args, get_type_hints

Function: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a function can come to."""

    made: frozenset[type]
    raised: frozenset[type]


@dataclass(slots=True, kw_only=True)
class Reader:
    """Follows functions through the packages that are ours.

    `apart` are the classes that a `match` tells apart, of which only `wanted` is followed.
    """

    packages: tuple[str, ...]
    apart: frozenset[type] = frozenset()
    wanted: type | None = None
    made: set[type] = field(default_factory=set)
    raised: set[type] = field(default_factory=set)
    seen: set[Function] = field(default_factory=set)

    def read(self, function: Function) -> Found:
        """Give what a function can come to."""
        self._follow(function)
        return Found(made=frozenset(self.made), raised=frozenset(self.raised))

    def _follow(self, function: Function) -> None:
        function = inspect.unwrap(function)
        if not isinstance(function, FunctionType) or function in self.seen:
            return
        self.seen.add(function)
        if function.__module__.startswith(self.packages):
            methods = _methods(function)
            for node in self._nodes(_tree(function), function):
                self._take(node, function, methods)

    def _nodes(self, node: ast.AST, function: Function) -> Iterator[ast.AST]:
        """Walk through what is for the command at hand."""
        yield node
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.arguments | ast.pattern) or _asks_for_a_kind(child):
                continue
            if isinstance(child, ast.match_case) and not self._is_for(child, function):
                continue
            if isinstance(child, ast.If) and self._is_for_others(child.test, function):
                continue
            if child is not getattr(node, "returns", None):
                yield from self._nodes(child, function)

    def _is_for(self, arm: ast.match_case, function: Function) -> bool:
        named = {
            _resolved(each.cls, function)
            for each in ast.walk(arm.pattern)
            if isinstance(each, ast.MatchClass)
        }
        return not named or not named <= self.apart or self.wanted in named

    def _is_for_others(self, test: ast.expr, function: Function) -> bool:
        """Say whether a test lets through only what is not this command."""
        return any(
            isinstance(each, ast.UnaryOp)
            and isinstance(each.op, ast.Not)
            and isinstance(each.operand, ast.Call)
            and _asks_for_a_kind(each.operand)
            and self.wanted
            in {
                _resolved(name, function)
                for name in ast.walk(each.operand.args[1])
                if isinstance(name, ast.expr)
            }
            for each in ast.walk(test)
        )

    def _take(
        self, node: ast.AST, function: Function, methods: Mapping[str, list[Function]]
    ) -> None:
        if isinstance(node, ast.Raise) and node.exc is not None:
            for each in ast.walk(node.exc):
                kind = _resolved(each, function)
                if isinstance(kind, type) and issubclass(kind, Exception):
                    self.raised.add(kind)
        if isinstance(node, ast.Name | ast.Attribute):
            named = _resolved(node, function)
            if isinstance(named, type):
                self.made.add(named)
            elif isinstance(named, FunctionType):
                self._follow(named)
            elif isinstance(node, ast.Attribute) and named is None:
                for method in methods.get(node.attr, ()):
                    self._follow(method)


def _asks_for_a_kind(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "isinstance"
    )


@cache
def _tree(function: Function) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


@cache
def _methods(function: Function) -> Mapping[str, list[Function]]:
    """Give the methods and properties, by name, of whatever a function has to do with."""
    found: dict[str, list[Function]] = {}
    own = function.__globals__.get(function.__qualname__.rpartition(".")[0])
    for each in _held([*_hints(function), own, *_kept(function)]):
        for name, value in vars(each).items():
            method = value.fget if isinstance(value, property) else value
            if isinstance(method, FunctionType) and not name.startswith("__"):
                found.setdefault(name, []).append(method)
    return found


def _kept(function: Function) -> Iterator[type]:
    """Give the kinds of what stands in the module, and is named by a function."""
    for name in function.__code__.co_names:
        named = function.__globals__.get(name)
        values = named.values() if isinstance(named, Mapping) else [named]
        yield from (type(each) for each in values)


def _held(hints: Iterable[Any]) -> set[type]:
    """Give the classes of annotations, with those that they hold, and so on."""
    held: set[type] = set()
    waiting = list(hints)
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        if isinstance(hint, type) and hint not in held and hint.__module__.startswith("ht_"):
            held.add(hint)
            waiting += _hints(hint)
    return held


def _hints(annotated: Any) -> list[Any]:
    try:
        return list(get_type_hints(annotated, include_extras=True).values())
    except NameError:  # an annotation for the type checker alone
        return [
            each for each in annotated.__annotations__.values() if not isinstance(each, str)
        ]


def _resolved(node: ast.AST, function: Function) -> object:
    """Give what a name stands for in the module of a function; None where that is unknown."""
    if isinstance(node, ast.Name):
        return function.__globals__.get(node.id)
    if isinstance(node, ast.Attribute):
        within = _resolved(node.value, function)
        if isinstance(within, ModuleType | type):
            return getattr(within, node.attr, None)
    return None
