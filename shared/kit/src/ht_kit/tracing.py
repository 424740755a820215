"""Traces: how one request travels through command, relay, projector and reaction.

Off unless an address is given (`<PREFIX>TRACES_URL`, OTLP over HTTP), and then nothing here
costs more than looking at one name. Spans are named for templates and events' types, as the
conventions of OpenTelemetry for messaging say; no subject, no id of a person and nothing that
anybody wrote is in one. The envelope's `traceparent` is that of the request which caused the
event, and never changes; the header `traceparent` of a NATS message is that of the relay's
batch. Consumers link to both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, Protocol

import orjson
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

HEADER: Final = "traceparent"
MOST_LINKS: Final = 128
_FORMAT: Final = TraceContextTextMapPropagator()
_NOTHING: Final[AbstractContextManager[None]] = nullcontext()


class Sent(Protocol):
    """A message that is being sent."""

    @property
    def payload(self) -> bytes:
        """The envelope."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...


class Came(Protocol):
    """A message that has come."""

    @property
    def data(self) -> bytes:
        """The envelope."""
        ...

    @property
    def headers(self) -> Mapping[str, str] | None:
        """The headers, if there are any."""
        ...


class _Tracing:
    """The one tracer of a process; None while traces are off."""

    tracer: trace.Tracer | None = None


@contextmanager
def tracing(service: str, version: str, url: str | None) -> Iterator[None]:
    """Send the traces of this process to a collector, if there is one."""
    if url is None:
        yield
        return
    # Few want it, and loading it took half of the time that every start took.
    from opentelemetry.exporter.otlp.proto.http import trace_exporter as otlp  # noqa: PLC0415

    exporter = otlp.OTLPSpanExporter(endpoint=url)
    with tracing_to(BatchSpanProcessor(exporter), service, version):
        yield


@contextmanager
def tracing_to(processor: SpanProcessor, service: str, version: str = "0") -> Iterator[None]:
    """Hand spans to a processor for a while, and let it finish what it has."""
    resource = Resource({"service.name": f"ht-{service}", "service.version": version})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(processor)
    _Tracing.tracer = provider.get_tracer("ht_kit")
    try:
        yield
    finally:
        _Tracing.tracer = None
        provider.shutdown()


def span(
    name: str, attributes: Mapping[str, str | int] | None = None
) -> AbstractContextManager[Span | None]:
    """Span a step of the work that is being done; nothing while traces are off."""
    if _Tracing.tracer is None:
        return _NOTHING
    return _Tracing.tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    )


def request_span(method: str, traceparent: str | None) -> AbstractContextManager[Span | None]:
    """Span a request, within the trace that the caller has begun, if it has."""
    if _Tracing.tracer is None:
        return _NOTHING
    return _Tracing.tracer.start_as_current_span(
        method,
        context=_FORMAT.extract({HEADER: traceparent} if traceparent else {}, Context()),
        kind=SpanKind.SERVER,
        attributes={"http.request.method": method},
        record_exception=False,
        set_status_on_exception=False,
    )


def answered(spanned: Span | None, method: str, route: str, status: int) -> None:
    """Say what a request was, and how it was answered."""
    if spanned is None:
        return
    spanned.update_name(f"{method} {route}")
    spanned.set_attribute("http.route", route)
    spanned.set_attribute("http.response.status_code", status)
    if status >= 500:  # noqa: PLR2004 - a fault of ours
        spanned.set_status(Status(StatusCode.ERROR))


def sending(service: str, messages: Sequence[Sent]) -> AbstractContextManager[Span | None]:
    """Span the sending of a batch; it links to the requests that caused its events."""
    if _Tracing.tracer is None:
        return _NOTHING
    return _messaging(
        "send",
        SpanKind.PRODUCER,
        service,
        messages=len(messages),
        links=(_origin(message.payload) for message in messages),
    )


def processing(
    service: str, consumer: str, messages: Sequence[Came]
) -> AbstractContextManager[Span | None]:
    """Span what a consumer does with what came; it links to origins and to the relay's hops."""
    if _Tracing.tracer is None:
        return _NOTHING
    alone = (messages[0].headers or {}).get("ce-id") if len(messages) == 1 else None
    more = {"messaging.consumer.group.name": consumer}
    return _messaging(
        "process",
        SpanKind.CONSUMER,
        service,
        messages=len(messages),
        links=(
            told
            for message in messages
            for told in (_origin(message.data), (message.headers or {}).get(HEADER))
        ),
        more=more | ({"messaging.message.id": alone} if alone else {}),
    )


def traceparent() -> str | None:
    """Give the trace context of the work that is being done, if it is traced."""
    carried: dict[str, str] = {}
    if _Tracing.tracer is not None:
        _FORMAT.inject(carried)
    return carried.get(HEADER)


def _messaging(
    operation: str,
    kind: SpanKind,
    service: str,
    *,
    messages: int,
    links: Iterable[str | None],
    more: Mapping[str, str] | None = None,
) -> AbstractContextManager[Span | None]:
    tracer = _Tracing.tracer
    assert tracer is not None  # noqa: S101 - asked by whoever calls
    destination = f"evt.{service}.{{organisation}}.{{aggregate}}.{{id}}"
    return tracer.start_as_current_span(
        f"{operation} {destination}",
        context=Context(),
        kind=kind,
        links=[*_links(links)],
        attributes={
            "messaging.system": "nats",
            "messaging.operation.type": operation,
            "messaging.operation.name": operation,
            "messaging.destination.template": destination,
            "messaging.batch.message_count": messages,
            **(more or {}),
        },
        record_exception=False,
    )


def _origin(envelope: bytes) -> str | None:
    try:
        told = orjson.loads(envelope)
    except ValueError:
        return None
    found = told.get(HEADER) if isinstance(told, dict) else None
    return found if isinstance(found, str) else None


def _links(told: Iterable[str | None]) -> Iterator[Link]:
    for each in [found for found in dict.fromkeys(told) if found][:MOST_LINKS]:
        context = trace.get_current_span(_FORMAT.extract({HEADER: each}, Context()))
        if context.get_span_context().is_valid:
            yield Link(context.get_span_context())
