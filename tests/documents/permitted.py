"""Who may ask what: every route with every role, from the routes and the tables of access."""

from collections.abc import Iterator, Sequence

from ht_kit.http_app import gates, opened
from ht_kit.service import Service

ROLES = (
    "champion",
    "health-trainer",
    "senior",
    "manager",
    "administrator",
    "commissioner",
    "analyst",
    "ig-lead",
    "safety-officer",
    "partner",
    "system",
    "operator",
)

NOBODY = "nobody-in-particular"
"""Stands for whoever has no role: only what needs no token is open to them."""

_BEGIN = """# Who may ask what

Every route with every role: ● may ask, an empty cell is refused (403 `not-permitted`).
Of another programme nothing is shown to anybody: it is as if it were not there (404).
Made from the routes and each `access.py` by `python -m tests.documents`.
A test asks every route as every role.
"""


def permissions_page(services: Sequence[Service]) -> str:
    """Write the page."""
    return "\n".join(
        [_BEGIN, *(line for each in services for line in _table(each))],
    )


def may_ask(service: Service) -> dict[str, frozenset[str]]:
    """Give the roles that may ask each route, by method and path; NOBODY is no role at all."""
    described = service.described()
    openly = opened(described)
    return {
        route: frozenset({*ROLES, NOBODY})
        if route in openly
        else frozenset.intersection(*(service.permissions[each] for each in asked))
        for route, asked in gates(described).items()
    }


def _table(service: Service) -> Iterator[str]:
    asked = gates(service.described())
    yield f"## {service.title}"
    yield ""
    yield f"| route | permission | {' | '.join(ROLES)} |"
    yield f"|---|---|{'---|' * len(ROLES)}"
    for route, roles in sorted(may_ask(service).items(), key=_by_path):
        marks = " | ".join("●" if role in roles else "" for role in ROLES)
        permission = ", ".join(f"`{each}`" for each in sorted(asked[route]))
        if NOBODY in roles:
            permission = f"{permission}: anybody, without a token"
        yield f"| `{route}` | {permission} | {marks} |"
    yield ""


def _by_path(line: tuple[str, object]) -> tuple[str, str]:
    method, _, path = line[0].partition(" ")
    return path, method
