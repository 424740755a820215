"""OpenAPI links: what an answer names, and where that is found. Addresses alone tell it.

What is made by posting to a collection is found beneath the collection, and what a list shows
beneath the list: `POST /cases/{case_id}/bookings` answers `session`, the `{session_id}` of
`/cases/{case_id}/bookings/{session_id}/reschedule`. What has an address of its own is `id` in
the answer, also when it was made beneath something else: `POST /cases/{case_id}/plans` makes
what is at `/plans/{plan_id}`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

_PARAMETER: Final = re.compile(r"\{([a-z_]+)\}")
_LISTED: Final = "Page_"


class _Address(NamedTuple):
    path: str
    method: str
    operation: dict[str, Any]

    @property
    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)


def add_links(document: Mapping[str, Any]) -> None:
    """Say with every answer that names something where that can be asked for."""
    addresses = [
        _Address(path, method, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    for source in addresses:
        for status in ("200", "201"):
            response = source.operation["responses"].get(status)
            if response is None:
                continue
            links = {
                target.operation["operationId"]: link
                for target in addresses
                for link in _links(source, target, _answer(response), document)
            }
            if links:
                response["links"] = links


def _links(
    source: _Address, target: _Address, answer: str, document: Mapping[str, Any]
) -> Iterator[dict[str, object]]:
    for collection in (source.path, f"/{source.path.rpartition('/')[2]}"):
        own = _PARAMETER.match(target.path.removeprefix(f"{collection}/"))
        if own is None or not target.path.startswith(f"{collection}/"):
            continue
        found = _found(own[1], answer, document, of_its_own=collection.count("/") == 1)
        if found is None or not _is_id(target, own[1]):
            continue
        above = _PARAMETER.findall(collection)
        if set(target.parameters) != {*above, own[1]}:
            continue
        yield {
            "operationId": target.operation["operationId"],
            "parameters": {
                **{name: f"$request.path.{name}" for name in above},
                own[1]: f"$response.body#{found}",
            },
        }
        return


def _found(
    parameter: str, answer: str, document: Mapping[str, Any], *, of_its_own: bool
) -> str | None:
    """Say where in an answer the id stands, if it is one that names what is meant."""
    if answer == "Answered":
        return "/id" if of_its_own else f"/{parameter.removesuffix('_id')}"
    if answer.startswith(_LISTED):
        schemas = document["components"]["schemas"]
        line = schemas.get(_name(schemas[answer]["properties"]["items"]["items"]), {})
        return "/items/0/id" if of_its_own and "id" in line.get("properties", ()) else None
    return None


def _is_id(target: _Address, parameter: str) -> bool:
    return any(
        each["name"] == parameter and each["schema"].get("format") == "uuid"
        for each in target.operation.get("parameters", ())
    )


def _answer(response: Mapping[str, Any]) -> str:
    content = response.get("content", {}).get("application/json", {})
    return _name(content.get("schema", {}))


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
