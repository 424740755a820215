"""Whatever is not in a table of access is not allowed: every route is asked as every role."""

import json
import re
from dataclasses import dataclass
from typing import Final

import httpx
import pytest

from ht_kit.access import Claims, MembershipClaim
from ht_kit.audit import LookStore, Trace
from ht_kit.handlers import Handlers
from ht_kit.http import Edge
from ht_kit.problems import not_permitted

from .documents import SERVICES, service
from .permitted import NOBODY, ROLES, may_ask

UNKNOWN: Final = "0192d1f4-0000-7000-8000-00000000ffff"


@dataclass(frozen=True, slots=True)
class NamedByRole:
    """Believes that whoever asks holds the role that the token names."""

    async def verify(self, token: str, /) -> Claims:
        here = MembershipClaim(
            organisation="charity", programme="northfield", roles=frozenset({token})
        )
        return Claims(sub="somebody", employer="charity", memberships=(here,))


class ForgetsEveryLook(LookStore):
    """Keeps no trace: nobody is looked at here, and there is no database to keep it in."""

    def __init__(self) -> None:
        pass

    async def append(self, trace: Trace) -> None:
        pass


@pytest.mark.parametrize("name", SERVICES)
async def test_every_route_lets_through_the_roles_of_the_table_and_no_other(name: str) -> None:
    declared = service(name)
    edge = Edge(
        service=name,
        permissions=declared.permissions,
        verifier=NamedByRole(),
        fingerprint_key=bytes(32),
        looks=ForgetsEveryLook(),
    )
    # Nothing is behind the gates: whoever is let through finds out, and no more.
    transport = httpx.ASGITransport(declared.app(edge, Handlers()), raise_app_exceptions=False)
    refused = bytes(not_permitted().response().body)
    wrong = []
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{name}") as http:
        for route, roles in may_ask(declared).items():
            method, _, path = route.partition(" ")
            address = re.sub(r"{[^}]+}", UNKNOWN, path)
            for role in (*ROLES, NOBODY):
                headers = {"Authorization": f"Bearer {role}", "Idempotency-Key": "asked"}
                content = b"{}" if method == "POST" else None
                if content:
                    headers["Content-Type"] = "application/json"
                answer = await http.request(method, address, headers=headers, content=content)
                let_through = answer.status_code not in {401, 403}
                if let_through != (role in roles):
                    wrong.append(f"{route} as {role}: {answer.status_code}")
                if not let_through and answer.content != refused:
                    wrong.append(f"{route} as {role}: {json.loads(answer.content)}")

    assert wrong == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_role_of_a_table_is_a_role(name: str) -> None:
    named = frozenset().union(*service(name).permissions.values())

    assert named - set(ROLES) == set()
