"""Reading an event as it travels: CloudEvents over NATS, in both modes of the binding."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson

_STRUCTURED = "application/cloudevents+json"
_ATTRIBUTE = "ce-"


class NotAnEvent(Exception):  # noqa: N818 - named for its reason
    """This message is not a CloudEvent."""


def read_event(headers: Mapping[str, str] | None, payload: bytes) -> dict[str, Any]:
    """Give the whole envelope, whichever way it came.

    Structured mode carries it as JSON in the payload; binary mode carries the attributes in
    `ce-` headers, percent-encoded, and the data alone in the payload.
    """
    by_name = {name.lower(): value for name, value in (headers or {}).items()}
    try:
        if by_name.get("content-type", "").startswith(_STRUCTURED):
            envelope = orjson.loads(payload)
        elif f"{_ATTRIBUTE}specversion" in by_name:
            envelope = {
                name.removeprefix(_ATTRIBUTE): unquote_to_bytes(value).decode()
                for name, value in by_name.items()
                if name.startswith(_ATTRIBUTE)
            }
            if payload:
                envelope["data"] = orjson.loads(payload)
        else:
            raise NotAnEvent("it has neither the content type nor the headers of one")
    except ValueError as error:  # JSON or UTF-8 that cannot be read
        raise NotAnEvent(str(error)) from error
    if not isinstance(envelope, dict) or not isinstance(envelope.get("type"), str):
        raise NotAnEvent("it has no type")
    return envelope
