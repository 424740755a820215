"""How the published language reads to people: the Markdown of `docs/events/`."""

import inspect
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ht_contracts.code_lists import Code, code_lists
from ht_contracts.envelope import Published
from ht_contracts.json_schemas import DECIMAL, SLUG, data_schema

_FEW = 3
_PLAIN = {
    ("string", None): "text",
    ("string", "uuid"): "id",
    ("string", "date-time"): "instant",
    ("string", "date"): "day",
    ("string", DECIMAL): "decimal number, as text",
    ("string", SLUG): "slug",
    ("integer", None): "whole number",
    ("boolean", None): "true or false",
}


def service_page(service: str, told: Sequence[tuple[type[Published], str]]) -> str:
    """Describe what one service publishes: each event in a sentence, its fields, a sample."""
    sections = "\n".join(_event(contract, sample) for contract, sample in told)
    return f"# What {service} publishes\n\n{_GENERATED}\n\n{sections}"


def code_list_page(lists: Mapping[str, Sequence[Code]]) -> str:
    """Describe every code that an event may carry."""
    sections = "\n".join(_code_list(name, codes) for name, codes in lists.items())
    return f"# Code lists\n\n{_GENERATED}\n\n{sections}"


def index_page(types: Mapping[str, type[Published]]) -> str:
    """List all events, each with its one sentence."""
    services = groupby(types.items(), key=lambda named: named[0].split(".")[1])
    sections = "\n".join(
        f"## [{service}]({service}.md)\n\n"
        + "".join(
            f"* [`{name}`]({service}.md#{_short(name)}): {_sentence(contract)}\n"
            for name, contract in named
        )
        for service, named in services
    )
    return f"# The published language\n\n{_GENERATED}\n{_INTRODUCTION}\n{sections}"


def meaning(contract: type[Published]) -> str:
    """Say in words what an event means."""
    return " ".join((inspect.getdoc(contract) or "").split())


_GENERATED = (
    "Generated from `ht_contracts` by `python -m ht_contracts.catalogue`; "
    "a test checks that it is up to date."
)
_INTRODUCTION = """
Events travel as CloudEvents 1.0 in structured JSON, one event per message.
`subject` is the id of the aggregate, `sequence` its version.
`partitionkey` is the client, or else the aggregate: events of one key keep their order.
`time` says when somebody asked for it, `recordedtime` when it was recorded.
When it happened is in the data.
`data` is left out by an event that has nothing to tell to others.
Readers ignore fields that they do not know.
The codes are explained in [the code lists](code-lists.md), and each event's data are
described by a JSON Schema that `dataschema` names.
[asyncapi.json](asyncapi.json) says the same to tools, as AsyncAPI 3.0.
"""


def _event(contract: type[Published], sample: str) -> str:
    described = data_schema(contract)
    required = described.get("required", [])
    fields = "".join(
        f"| `{name}` | {_kind(field, described)} | {absence} |\n"
        for name, field in described["properties"].items()
        for absence in ["" if name in required else "may be absent"]
    )
    return (
        f"## {_short(contract.type)}\n\n"
        f"`{contract.type}`\n\n"
        f"{meaning(contract)}\n\n"
        f"| field | what it holds | |\n|---|---|---|\n{fields}\n"
        f"```json\n{json.dumps(json.loads(sample), indent=2, ensure_ascii=False)}\n```\n"
    )


def _code_list(name: str, codes: Sequence[Code]) -> str:
    rows = "".join(
        f"| `{code.code}` | {code.label} | {code.source}, {code.source_version} "
        f"| {_lifetime(code)} |\n"
        for code in codes
    )
    return f"## {name}\n\n| code | label | source | |\n|---|---|---|---|\n{rows}"


def _lifetime(code: Code) -> str:
    from_when = f"from {code.active_from}" if code.active_from else ""
    until = f"retired on {code.retired_on}" if code.retired_on else ""
    return ", ".join(filter(None, (from_when, until)))


def _kind(field: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        given, _null = field["anyOf"]
        return f"{_kind(given, described)}, or null"
    if "enum" in field:
        return _codes(field["enum"])
    if "$ref" in field:
        inner = described["$defs"][field["$ref"].rsplit("/", 1)[-1]]["properties"]
        return ", ".join(f"`{name}`: {_kind(part, described)}" for name, part in inner.items())
    if field["type"] == "array":
        return f"list of {_kind(field['items'], described)}"
    if field["type"] == "object":
        return f"by name: {_kind(field['additionalProperties'], described)}"
    return _PLAIN[field["type"], field.get("format", field.get("pattern"))]


def _codes(codes: Sequence[str]) -> str:
    known = {frozenset(code.code for code in rows): name for name, rows in code_lists().items()}
    name = known[frozenset(codes)]
    some = ", ".join(f"`{code}`" for code in codes[:_FEW])
    more = ", …" if len(codes) > _FEW else ""
    return f"[{name}](code-lists.md#{name}): {some}{more}"


def _short(event_type: str) -> str:
    return event_type.split(".")[2]


def _sentence(contract: type[Published]) -> str:
    return f"{meaning(contract).split('. ')[0].rstrip('.')}."
