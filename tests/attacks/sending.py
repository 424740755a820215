"""Requests as Schemathesis makes them of a service's description, aimed at what there is."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeAlias
from uuid import uuid4

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, Response
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema
from tests.documents.documents import service as declared
from tests.documents.permitted import may_ask

from .holdings import Ids

Case: TypeAlias = schemathesis.Case[Any]
Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
EXAMPLES: Final = int(os.environ.get("HT_ATTACK_EXAMPLES", "60"))
CHECKS: Final[Sequence[CheckFunction]] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
)
_MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
_HEADERS: Final = ("Ht-Programme", "Ht-Organisation", "Ht-After", "If-Match", "Authorization")
# Whoever asks for what is not there leaves a trace with their own organisation, and may read
# in it what they asked for: the id is in it because they sent it.
_OUR_OWN_LOOKS: Final = frozenset({"/clients/{client_id}/looks"})
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOSTILE: Final[Sequence[object]] = (
    "", " ", "\0", "a\0b", "\u202e", "\N{PILE OF POO}", "a" * 5000, "%00",
    "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "1", "NaN", "٣", 0, -1, 2**31, 2**63, 10**400, 1e308, -0.0, True, None, [], {},
)  # fmt: skip
# Requests are many and small: one connection for all of them, and no proxy between.
SESSION: Final[Any] = import_module("requests").Session()
SESSION.trust_env = False


def budget(examples: int, **more: Any) -> settings:
    """Say how much is tried. A failure is shown as it was found: shrinking asks for minutes."""
    return settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One running service, attacked as one role."""

    service: str
    url: str
    role: str
    token: str
    ours: Ids
    theirs: Ids
    words: frozenset[str]
    foreign: frozenset[str]
    """The ids of theirs that are none of ours."""

    @property
    def headers(self) -> dict[str, str]:
        """What signs the attacker in."""
        return {"Authorization": f"Bearer {self.token}"}

    def described(self) -> OpenApiSchema:
        """Read the service's own description of itself."""
        return schemathesis.openapi.from_url(f"{self.url}/openapi.json")

    @property
    def examples(self) -> int:
        """How much is tried: little as somebody who may ask nothing here."""
        roles = frozenset().union(*may_ask(declared(self.service)).values())
        return EXAMPLES if self.role in roles else max(4, EXAMPLES // 5)

    def cases(self, schema: OpenApiSchema) -> st.SearchStrategy[Case]:
        """Give requests of every operation: rather those that the role may ask."""
        may = may_ask(declared(self.service))
        strategies: dict[bool, list[st.SearchStrategy[Case]]] = {True: [], False: []}
        for described in schema.get_all_operations():
            assert isinstance(described, Ok), described
            operation = described.ok()
            label = f"{operation.method.upper()} {operation.path}"
            strategies[self.role in may[label]] += [
                operation.as_strategy(mode) for mode in _MODES
            ]
        rather = strategies[True] or strategies[False]
        every = st.one_of(*strategies[True], *strategies[False])
        return st.integers(0, 3).flatmap(lambda one: st.one_of(rather) if one else every)

    def aimed(self, draw: Draw, case: Case) -> Case:
        """Put ids of ours and of theirs where ids stand, and mostly headers that are right."""
        for name, value in (case.path_parameters or {}).items():
            if draw(st.integers(0, 9)):
                case.path_parameters[name] = self._id(draw, name, value)
        if isinstance(case.body, dict | list):
            case.body = self._aimed(draw, "", case.body)
        if draw(st.integers(0, 5)):
            self.ready(case)
        return case

    def ready(self, case: Case) -> None:
        """Give a request the headers that are right."""
        for header in _HEADERS:
            case.headers.pop(header, None)
        if case.method == "POST":
            case.headers["Idempotency-Key"] = str(uuid4())

    def _aimed(self, draw: Draw, name: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._aimed(draw, str(key), each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._aimed(draw, name, each) for each in value]
        if isinstance(value, str) and _ID.fullmatch(value):
            return self._id(draw, name, value)
        return draw(st.sampled_from(_HOSTILE)) if not draw(st.integers(0, 19)) else value

    def _id(self, draw: Draw, name: str, otherwise: Any) -> Any:
        kind = name.removesuffix("_id")
        known = [self.ours.get(kind, ()), self.theirs.get(kind, ())]
        pools = [sorted(each) for each in known if each]
        return draw(st.sampled_from(draw(st.sampled_from(pools)))) if pools else otherwise

    def send(self, case: Case) -> Response:
        """Ask it."""
        return case.call(base_url=self.url, session=SESSION, headers=self.headers)

    def judge(self, response: Response, case: Case) -> None:
        """Expect what is described, nothing of theirs, and no success with an id of theirs."""
        case.validate_response(response, list(CHECKS))
        told = self.foreign.intersection(_ID.findall(response.text))
        reached = self.foreign.intersection(map(str, (case.path_parameters or {}).values()))
        if case.operation.path in _OUR_OWN_LOOKS:
            assert told <= reached, f"{case.operation.label} tells {told - reached}"
            reached = frozenset()
        else:
            assert not told, f"{case.operation.label} tells {told}"
        assert not (reached and response.status_code < 300), (
            f"{case.operation.label}: {reached}"
        )
        assert not [each for each in self.words if each in response.text], case.operation.label
