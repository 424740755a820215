"""The published language as an AsyncAPI 3.0 document, for tools that read such."""

from collections.abc import Mapping
from typing import Any

from ht_contracts.envelope import CONTENT_TYPE, Envelope, Published
from ht_contracts.json_schemas import data_schema, json_schema
from ht_contracts.pages import meaning

_PARAMETERS = {
    "organisation": "The slug of the organisation whose record it is",
    "aggregate": "What kind of thing it happened to",
    "id": "The id of the thing that it happened to, as in the envelope's subject",
}
_FORMAT = "application/schema+json;version=2020-12"


def asyncapi(
    types: Mapping[str, type[Published]], samples: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Describe every stream, what is published there, and a sample of each event."""
    services = list(dict.fromkeys(_service(name) for name in types))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Health trainer events",
            "version": "1",
            "description": "What the services publish, each in a stream of its own.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {service: _channel(service, types) for service in services},
        "operations": {
            f"{service}_publishes": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{service}"},
            }
            for service in services
        },
        "components": {
            "messages": {
                name: _message(contract, samples[name]) for name, contract in types.items()
            }
        },
    }


def _channel(service: str, types: Mapping[str, type[Published]]) -> dict[str, Any]:
    return {
        "address": f"evt.{service}.{{organisation}}.{{aggregate}}.{{id}}",
        "description": f"JetStream stream EVT_{service.upper()}; its sequence is the position.",
        "parameters": {
            name: {"description": description} for name, description in _PARAMETERS.items()
        },
        "messages": {
            name: {"$ref": f"#/components/messages/{name}"}
            for name in types
            if _service(name) == service
        },
    }


def _message(contract: type[Published], sample: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": contract.type,
        "title": contract.type.split(".")[2],
        "summary": meaning(contract),
        "contentType": CONTENT_TYPE,
        "payload": {"schemaFormat": _FORMAT, "schema": _envelope_schema(contract)},
        "examples": [{"name": contract.type, "payload": sample}],
    }


def _envelope_schema(contract: type[Published]) -> dict[str, Any]:
    envelope = json_schema(Envelope[Any])
    properties = {
        **envelope["properties"],
        "type": {"const": contract.type},
        "data": data_schema(contract),
    }
    return {
        **envelope,
        "properties": properties,
        "required": [*envelope["required"], "data"],
    }


def _service(event_type: str) -> str:
    return event_type.split(".")[1]
