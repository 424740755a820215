"""The table of commands (docs/commands.md) is what a running system does: every command is
asked as every role, at every address that it has.
"""

from typing import Final

import httpx
import pytest
from tests.documents.commanded import Commanded, commanded
from tests.documents.documents import SERVICES, service
from tests.documents.permitted import ROLES, may_ask

from ht_kit.problems import not_permitted

from .asking import address_of
from .town import Town

pytestmark = [pytest.mark.engines, pytest.mark.slow]

_REFUSED: Final = bytes(not_permitted().response().body)
_ASKED: Final = [each for name in SERVICES for each in commanded(service(name)) if each.routes]


@pytest.mark.parametrize("command", _ASKED, ids=lambda each: each.command.__name__)
def test_a_command_is_refused_to_the_roles_without_a_mark_and_to_no_other(
    command: Commanded, town: Town
) -> None:
    may = may_ask(service(command.service))
    wrong = []
    with httpx.Client(
        base_url=town.system.place.url(command.service), timeout=30, trust_env=False
    ) as http:
        for route in command.routes:
            method, path = route.split(" ", 1)
            for role in ROLES:
                answer = http.request(
                    method,
                    address_of(path),
                    headers={
                        "Authorization": f"Bearer {town.token(role)}",
                        "Idempotency-Key": "asked",
                    },
                    json={},
                )
                refused = (answer.status_code, answer.content) == (403, _REFUSED)
                if refused == (role in may[route]) or answer.status_code == 401:
                    wrong.append(f"{route} as {role}: {answer.status_code}")

    assert wrong == []
    assert command.roles == frozenset().union(*(may[route] for route in command.routes))
